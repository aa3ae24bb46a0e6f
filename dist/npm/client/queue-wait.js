import { isQueued } from './delivery.js';
import { hasLoaded, onLoad, onPageLeft } from '../platform/page.js';
import { takeFromLastPage, leaveForNextPage } from './queue-handover.js';

class QueueWait {
  constructor(_handOut) {
    this._handOut = _handOut;
    this._state = "stopped";
    /** The owner of the held messages: node, account and visitor (`Settings.identity`). */
    this._identity = "";
    this._delay = 0;
    /** Has no limit: the server deletes what it sends, so every message must be dispatched. */
    this._held = [];
  }
  /**
   * Begins to wait, or goes on after `stop`. Forgets messages of another visitor.
   * @param delay in milliseconds since the first `start`; 0: messages are dispatched at once.
   */
  start(identity, delay) {
    const isAnother = identity !== this._identity;
    if (isAnother) this._forget();
    const isNew = isAnother || this._state === "stopped";
    this._identity = identity;
    this._delay = delay;
    if (this._startedAt === void 0) this._startedAt = performance.now();
    if (delay && isNew) this._takeOver();
    if (this._state !== "open" || this._held.length) this._wait();
  }
  stop() {
    this._cancel();
    this._state = "stopped";
    if (!this._held.length) this._unwatch();
  }
  /** Takes a message from the queue if it must wait. `false`: the caller dispatches it now. */
  takes(message, turn) {
    if (this._state === "open" || this._state === "late" || !isQueued(message)) return false;
    this._held.push({ message, turn });
    return true;
  }
  /** A connection is lost by which the page heard private messages. */
  onLost() {
    if (this._state === "waiting") this._state = "late";
  }
  _forget() {
    this._held = [];
  }
  _wait() {
    this._cancel();
    const { _delay: delay, _startedAt: startedAt = 0 } = this;
    if (!delay && !this._held.length) {
      this._state = "open";
      return;
    }
    if (this._state !== "late") this._state = "waiting";
    const timer = setTimeout(
      () => {
        if (!delay || hasLoaded()) this._open();
        else this._endWait = onLoad(() => this._open());
      },
      startedAt + delay - performance.now()
    );
    this._endWait = () => clearTimeout(timer);
  }
  _cancel() {
    if (this._endWait) this._endWait();
    this._endWait = void 0;
  }
  _open() {
    this._cancel();
    this._state = "open";
    while (this._state === "open") {
      const held = this._held.shift();
      if (!held) return;
      this._handOut(held.message, held.turn);
    }
  }
  /**
   * Hands held messages over when the page is left, and takes those of the last page. The server has
   * deleted them; the originals, which connected later, left them to the next page.
   */
  _takeOver() {
    this._endWatch = this._endWatch || onPageLeft(
      () => this._leave(),
      () => this._return()
    );
    this._held.unshift(...takeFromLastPage(this._identity).map((message) => ({ message })));
  }
  _unwatch() {
    if (this._endWatch) this._endWatch();
    this._endWatch = void 0;
  }
  _leave() {
    const messages = this._held.splice(0).map(({ message }) => message);
    if (messages.length) leaveForNextPage(this._identity, messages);
  }
  /** The page is back from the back/forward cache. Pages in between may have left messages, too. */
  _return() {
    if (this._state === "stopped") return;
    this._takeOver();
    if (this._held.length) this._wait();
  }
}

export { QueueWait };
//# sourceMappingURL=queue-wait.js.map
