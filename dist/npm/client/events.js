import { EventEmitter } from 'eventemitter3';
import { callPage } from '../platform/tasks.js';
import { badArgument, checkCallback } from '../api/errors.js';

const NAMES = [
  ...["connect", "disconnect", "node", "authorized", "denied", "master", "slave"],
  ...["tabs", "gap", "unconfirmed", "error"]
];
class Events {
  constructor() {
    this._emitter = new EventEmitter();
  }
  /**
   * Returns a function that ends this.
   * @throws CometError if there is no such event, or `callback` is not a function.
   */
  on(event, callback) {
    if (!NAMES.includes(event)) throw badArgument("event", event, `it is ${NAMES.join(", ")}`);
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
}

export { Events };
//# sourceMappingURL=events.js.map
