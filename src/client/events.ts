import { EventEmitter } from "eventemitter3";
import { callPage } from "../platform/tasks";
import { badArgument, checkCallback } from "../api/errors";
import type { CometEvents } from "../api/types";

const NAMES: readonly (keyof CometEvents)[] = [
  ...([
    "state",
    "connect",
    "disconnect",
    "node",
    "authorized",
    "denied",
    "master",
    "slave",
  ] as const),
  ...(["tabs", "gap", "unconfirmed", "error"] as const),
];

/** The events of `on()`. A listener that throws does not stop the others. */
export class Events {
  private readonly _emitter = new EventEmitter<string>();

  /**
   * Returns a function that ends this.
   * @throws CometError if there is no such event, or `callback` is not a function.
   */
  on<Event extends keyof CometEvents>(event: Event, callback: CometEvents[Event]): () => void {
    if (!NAMES.includes(event)) throw badArgument("event", event, `it is ${NAMES.join(", ")}`);
    checkCallback(callback);
    const listener = (...args: unknown[]) =>
      callPage(callback as (...args: unknown[]) => void, ...args);
    this._emitter.on(event, listener);
    return () => {
      this._emitter.off(event, listener);
    };
  }

  emit<Event extends keyof CometEvents>(event: Event, ...args: Parameters<CometEvents[Event]>) {
    this._emitter.emit(event, ...args);
  }
}
