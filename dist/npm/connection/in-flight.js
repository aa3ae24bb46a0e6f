import { reportChannel } from '../protocol/channel-key.js';
import { isRefusalOf, isPublish } from '../protocol/commands.js';

class InFlight {
  constructor() {
    this._pending = [];
  }
  get size() {
    return this._pending.length;
  }
  push(pending) {
    this._pending.push(pending);
  }
  /**
   * Settles the command that `message` answers. Returns whether there was one: then the message is
   * for it alone.
   */
  take(message) {
    const { kind } = message;
    if (!("channel" in message)) return false;
    if (kind === "channel") return message.history && this._takeLog(message);
    const index = this._pending.findIndex((pending) => isAnswered(pending, message));
    this._pending.splice(0, index + 1).forEach((pending, i) => i < index ? pending.onDone() : pending.onDone(message));
    return index >= 0 || kind === "answer";
  }
  /** The connection is gone, and the answers with it. */
  lose() {
    for (const { onLost } of this._pending.splice(0)) onLost?.();
  }
  /** Channels that outstanding answers may name. */
  channels() {
    return this._pending.map((pending) => reportOf(pending) || pending.command.channel);
  }
  _takeLog(message) {
    const log = this._pending.find(
      ({ command, onLog }) => onLog && command.channel === message.channel
    );
    if (log && log.onLog) log.onLog(message);
    return Boolean(log);
  }
}
function isAnswered(pending, message) {
  switch (message.kind) {
    case "answer":
      return pending.marker === message.marker;
    case "report":
      return reportOf(pending) === message.channel;
    case "refusal":
      return isRefusalOf(pending.command, message.reason);
  }
  return false;
}
function reportOf({ command }) {
  return isPublish(command) && reportChannel(command.channel);
}

export { InFlight };
//# sourceMappingURL=in-flight.js.map
