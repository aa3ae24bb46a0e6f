import { EventEmitter } from 'eventemitter3';
import { callPage } from '../platform/tasks.js';
import { checkCallback } from '../api/errors.js';

class Events {
  constructor() {
    this._emitter = new EventEmitter();
  }
  /** Returns a function that ends this. @throws CometError if `callback` is not a function. */
  on(event, callback) {
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
