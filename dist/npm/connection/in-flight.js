import { reportChannel } from '../protocol/channel-key.js';
import { isRefusalOf, traitsOf } from '../protocol/commands.js';

class InFlight {
  constructor() {
    this._entries = [];
  }
  get size() {
    return this._entries.length;
  }
  push(entry) {
    this._entries.push(entry);
  }
  /**
   * Settles the command that `message` answers. Returns whether there was one: then the message is
   * for it alone.
   */
  take(message) {
    const { kind } = message;
    if (!("channel" in message)) return false;
    if (kind === "channel") return message.history && this._takeLog(message);
    const index = this._entries.findIndex((entry) => isAnswered(entry, message));
    this._entries.splice(0, index + 1).forEach((entry, i) => i < index ? entry.onDone() : entry.onDone(message));
    return index >= 0 || kind === "answer";
  }
  /** The connection is gone. */
  clear() {
    this._entries = [];
  }
  /** Channels that answers on their way will name. */
  channels() {
    return this._entries.map((entry) => reportOf(entry) || entry.command.channel);
  }
  _takeLog(message) {
    const log = this._entries.find(
      ({ command, onLog }) => onLog && command.channel === message.channel
    );
    if (log && log.onLog) log.onLog(message);
    return Boolean(log);
  }
}
function isAnswered(entry, message) {
  switch (message.kind) {
    case "answer":
      return entry.marker === message.marker;
    case "report":
      return reportOf(entry) === message.channel;
    case "refusal":
      return isRefusalOf(entry.command, message.reason);
  }
  return false;
}
function reportOf({ command }) {
  return traitsOf(command).answer === "report" && reportChannel(command.channel);
}

export { InFlight };
//# sourceMappingURL=in-flight.js.map
