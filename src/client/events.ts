import { EventEmitter } from "eventemitter3";
import { callPage } from "../platform/tasks";
import { badArgument, checkCallback } from "../api/errors";
import type { CometEvents } from "../api/types";

/** The listeners of an interface of events. */
type Listeners<All> = { [Event in keyof All]: (...args: never[]) => void };

/** The events of an `on()`. A listener that throws does not stop the others. */
export class Emitter<All extends Listeners<All>> {
  private readonly _emitter = new EventEmitter<string>();

  /** @param _names of the events. */
  constructor(private readonly _names: readonly (keyof All & string)[]) {}

  /**
   * Returns a function that ends this.
   * @throws CometError if there is no such event, or `callback` is not a function.
   */
  on<Event extends keyof All & string>(event: Event, callback: All[Event]): () => void {
    const names = this._names;
    if (!names.includes(event)) throw badArgument("event", event, `it is ${names.join(", ")}`);
    checkCallback(callback);
    const listener = (...args: unknown[]) =>
      callPage(callback as unknown as (...args: unknown[]) => void, ...args);
    this._emitter.on(event, listener);
    return () => {
      this._emitter.off(event, listener);
    };
  }

  emit<Event extends keyof All & string>(event: Event, ...args: Parameters<All[Event]>): void {
    this._emitter.emit(event, ...args);
  }

  /** Forgets all listeners. */
  end(): void {
    this._emitter.removeAllListeners();
  }
}

/** The events of a client. */
export class Events extends Emitter<CometEvents> {
  constructor() {
    super([
      ...(["state", "connect", "disconnect", "node", "authorized", "denied", "master"] as const),
      ...(["slave", "tabs", "gap", "unconfirmed", "error"] as const),
    ]);
  }
}
