import { checkCallback, wasStopped, CometError } from '../api/errors.js';
import { nextTask, callPage } from '../platform/tasks.js';
import { PAGE_FENCE } from '../protocol/commands.js';
import { waitFor } from './wait.js';

class Readiness {
  constructor(_link) {
    this._link = _link;
    this._waiting = /* @__PURE__ */ new Set();
    this._callbacks = [];
    this._onStop = /* @__PURE__ */ new Set();
    this._isAskDue = false;
  }
  /**
   * Resolves once the server is reached, and sends the messages of all these channels. A channel that
   * was left shortly before is still told as sent: so a question that the server is asked behind the
   * list of channels has to be answered first.
   * @throws CometError for bad options.
   */
  wait(channels, options) {
    return waitFor(options, (settle) => {
      const question = channels.length ? "due" : "answered";
      const waiting = { channels, settle, question };
      if (this._refusal) settle(this._refusal);
      else {
        this._waiting.add(waiting);
        this._check(waiting);
        this._askSoon();
      }
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
    if (this._link.isConnected) nextTask(() => this._link.isConnected && this._callAll());
  }
  /** A connection may come again. */
  begin() {
    this._refusal = void 0;
    this._link.outbox.admit();
  }
  onConnect() {
    this._refusal = void 0;
    this._heard ?? (this._heard = /* @__PURE__ */ new Set());
    this._settle();
    this._askSoon();
    this._callAll();
  }
  /** The server sends these channels. @param lack why it sends no others, and will not. */
  onHeard(channels, lack) {
    this._heard = new Set(channels);
    this._lack = lack;
    this._settle();
  }
  onDisconnect() {
    this._heard = this._lack = void 0;
  }
  /** No connection will come before `begin`: nothing is waited for, neither now nor later. */
  refuse(error) {
    this._refusal = error;
    this._fail(error);
    this._link.outbox.refuse(error);
  }
  stop() {
    this._heard = this._lack = this._refusal = void 0;
    this._fail(wasStopped());
    for (const callback of [...this._onStop]) callback();
  }
  /** Calls a callback at each `stop`. Returns a function that ends this. */
  onStop(callback) {
    this._onStop.add(callback);
    return () => this._onStop.delete(callback);
  }
  _callAll() {
    for (const callback of this._callbacks.splice(0)) callPage(callback);
  }
  /** Asks one question for all callers of this task, if any still waits for it. */
  _askSoon() {
    if (this._isAskDue || !this._heard) return;
    this._isAskDue = true;
    nextTask(() => {
      this._isAskDue = false;
      const asked = [...this._waiting].filter(({ question }) => question === "due");
      if (!asked.length) return;
      for (const waiting of asked) waiting.question = "asked";
      const onDone = (error) => this._onAnswer(asked, error);
      this._link.send({ command: PAGE_FENCE, onDone, endsAtStop: true });
    });
  }
  _onAnswer(asked, error) {
    for (const waiting of asked) {
      if (error && this._heard) this._end(waiting, error);
      else waiting.question = error ? "due" : "answered";
    }
    this._settle();
  }
  _settle() {
    for (const waiting of [...this._waiting]) this._check(waiting);
  }
  /** Settles one that need not wait any longer. */
  _check(waiting) {
    const heard = this._heard;
    if (!heard || waiting.question !== "answered") return;
    const missing = waiting.channels.filter((channel) => !heard.has(channel));
    if (!missing.length) this._end(waiting);
    else if (this._lack !== void 0)
      this._end(waiting, new CometError("refused", this._lack, missing.join()));
  }
  _end(waiting, error) {
    this._waiting.delete(waiting);
    waiting.settle(error);
  }
  _fail(error) {
    const all = [...this._waiting];
    this._waiting.clear();
    for (const { settle } of all) settle(error);
  }
}

export { Readiness };
//# sourceMappingURL=readiness.js.map
