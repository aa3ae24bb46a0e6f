import { EventEmitter } from 'eventemitter3';
import { callPage } from '../platform/tasks.js';
import { badArgument, checkCallback } from '../api/errors.js';

class Emitter {
  /** @param _names of the events. */
  constructor(_names) {
    this._names = _names;
    this._emitter = new EventEmitter();
  }
  /**
   * Returns a function that ends this.
   * @throws CometError if there is no such event, or `callback` is not a function.
   */
  on(event, callback) {
    const names = this._names;
    if (!names.includes(event)) throw badArgument("event", event, `it is ${names.join(", ")}`);
    checkCallback(callback);
    const listener = (...args) => callPage(callback, ...args);
    this._emitter.on(event, listener);
    return () => {
      this._emitter.off(event, listener);
    };
  }
  emit(event, ...args) {
    this._emitter.emit(event, ...args);
  }
  /** Forgets all listeners. */
  end() {
    this._emitter.removeAllListeners();
  }
}
class Events extends Emitter {
  constructor() {
    super([
      ...["state", "connect", "disconnect", "node", "authorized", "denied", "master"],
      ...["slave", "tabs", "gap", "unconfirmed", "error"]
    ]);
  }
}

export { Emitter, Events };
//# sourceMappingURL=events.js.map
