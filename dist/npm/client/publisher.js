import { randomId } from '../platform/ids.js';
import { MAX_TIMER_MS } from '../platform/tasks.js';
import { checkedNumber, badArgument } from '../api/errors.js';
import { publishCommand } from '../protocol/commands.js';
import { COPY_ID } from '../protocol/wire-fields.js';
import { dataOf } from './delivery.js';
import { carryOut } from './wait.js';

const NO_EVENT = "undefined";
const MAX_COUNT = 1e6;
class Publisher {
  /**
   * @param _userId the sender, as receivers will see it.
   * @param _onDone called with the result of each message, as in `Request`.
   * @param _onUnconfirmed called instead if nobody knows whether the message was delivered.
   */
  constructor(_link, _userId, _onDone, _onUnconfirmed) {
    this._link = _link;
    this._userId = _userId;
    this._onDone = _onDone;
    this._onUnconfirmed = _onUnconfirmed;
    this._timers = /* @__PURE__ */ new Set();
  }
  /**
   * Takes `(channel, event, message)`, `(channel, message)` and `("channel.event", message)`.
   * Returns whether the message was sent at once; otherwise it waits for a connection.
   * @throws CometError if the message cannot be sent.
   */
  send(args) {
    let [channel, event, message] = args;
    if (args.length < 3) {
      message = event;
      event = void 0;
      if (typeof channel === "string")
        [, channel, event] = /^([^.]*)\.?([^]*)$/.exec(channel) || [];
    }
    return this._send(channel, event, message)();
  }
  /**
   * Resolves with the server's report.
   * @throws CometError if the message cannot be sent, or for bad options.
   */
  publish(channel, event, message, options) {
    const command = this._command(channel, event, message);
    return carryOut(this._link, command, options).then(
      (report) => dataOf(report)
    );
  }
  /**
   * Sends the same message `count` times, `intervalMs` apart, with an id by which receivers
   * dispatch it once. Returns what `send` returns for the first. @throws CometError as `send` does.
   */
  sendRepeatedly(channel, event, message, count, intervalMs) {
    const send = this._send(channel, event, message, identified(message));
    let left = checkedNumber("count", count, MAX_COUNT);
    const interval = checkedNumber("interval", intervalMs, MAX_TIMER_MS);
    const timer = setInterval(() => {
      if (--left < 2) this._end(timer);
      if (left > 0) send();
    }, interval);
    this._timers.add(timer);
    return send();
  }
  /** Ends all repetitions. */
  stop() {
    for (const timer of this._timers) this._end(timer);
  }
  /**
   * Checks a message. Returns a function that sends it each time it is called.
   * @param sent what is sent instead of the message: a copy with an id.
   */
  _send(channel, event, message, sent = message) {
    const command = this._command(channel, event, sent);
    const onDone = (error) => {
      if (!error || error.code !== "unconfirmed") return this._onDone(error);
      const details = { channel: command.channel, event: String(event || NO_EVENT), message };
      this._onUnconfirmed({ ...details, reason: error.message });
    };
    return () => this._link.send({ command, onDone });
  }
  _command(channel, event, message) {
    return publishCommand(channel, event || NO_EVENT, message, this._userId());
  }
  _end(timer) {
    clearInterval(timer);
    this._timers.delete(timer);
  }
}
function identified(message) {
  try {
    if (typeof message === "object" && message !== null && !Array.isArray(message))
      return { ...message, [COPY_ID]: randomId(16) };
  } catch {
  }
  throw badArgument("message", message, "it must be an object");
}

export { Publisher };
//# sourceMappingURL=publisher.js.map
