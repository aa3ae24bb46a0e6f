import { checkCallback, wasStopped } from '../api/errors.js';
import { nextTask, callPage } from '../platform/tasks.js';
import { waitFor } from './wait.js';

class Readiness {
  /** @param _isConnected whether the server can be reached now. */
  constructor(_isConnected) {
    this._isConnected = _isConnected;
    this._waiting = /* @__PURE__ */ new Set();
    this._callbacks = [];
  }
  /**
   * Resolves once the server is reached, and sends the messages of all these channels.
   * @throws CometError for bad options.
   */
  wait(channels, options) {
    return waitFor(options, (settle) => {
      const waiting = { channels, settle };
      if (this._refusal) settle(this._refusal);
      else if (this._has(channels)) settle(void 0);
      else this._waiting.add(waiting);
      return (error) => {
        this._waiting.delete(waiting);
        settle(error);
      };
    });
  }
  /**
   * Calls a callback once, when the server is reached, also if `stop` comes before.
   * @throws CometError if it is no function.
   */
  call(callback) {
    checkCallback(callback);
    this._callbacks.push(callback);
    if (this._isConnected()) nextTask(() => this._isConnected() && this._callAll());
  }
  /** A connection may come again. */
  begin() {
    this._refusal = void 0;
  }
  onConnect() {
    this._refusal = void 0;
    this._heard ?? (this._heard = /* @__PURE__ */ new Set());
    this._settle();
    this._callAll();
  }
  onHeard(channels) {
    this._heard = new Set(channels);
    this._settle();
  }
  onDisconnect() {
    this._heard = void 0;
  }
  /** No connection will come before `begin`. */
  refuse(error) {
    this._refusal = error;
    this._fail(error);
  }
  stop() {
    this._heard = this._refusal = void 0;
    this._fail(wasStopped());
  }
  _callAll() {
    for (const callback of this._callbacks.splice(0)) callPage(callback);
  }
  _has(channels) {
    const heard = this._heard;
    return heard !== void 0 && channels.every((channel) => heard.has(channel));
  }
  _settle() {
    for (const waiting of [...this._waiting])
      if (this._has(waiting.channels)) {
        this._waiting.delete(waiting);
        waiting.settle(void 0);
      }
  }
  _fail(error) {
    const all = [...this._waiting];
    this._waiting.clear();
    for (const { settle } of all) settle(error);
  }
}

export { Readiness };
//# sourceMappingURL=readiness.js.map
