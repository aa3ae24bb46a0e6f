import { EventEmitter } from "eventemitter3";
import { callPage } from "../platform/tasks";
import { checkCallback } from "../api/errors";
import type { CometEvents } from "../api/types";

/** The events of `on()`. A listener that throws does not stop the others. */
export class Events {
  private readonly _emitter = new EventEmitter<string>();

  /** Returns a function that ends this. @throws CometError if `callback` is not a function. */
  on<Event extends keyof CometEvents>(event: Event, callback: CometEvents[Event]): () => void {
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
