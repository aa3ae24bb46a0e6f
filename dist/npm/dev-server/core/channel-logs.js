import { hasFourByteCharacter } from './escape.js';
import { InputError } from './input.js';

const MAX_LOG_LENGTH = 99;
class ChannelLogs {
  constructor(maxLogs) {
    this.maxLogs = maxLogs;
    this.logs = /* @__PURE__ */ new Map();
  }
  /**
   * Turns the log of a channel on, or off with length 0.
   *
   * @throws InputError if there are too many logs.
   */
  setLength(channel, length) {
    if (length === 0) {
      this.logs.delete(channel);
      return;
    }
    const messages = this.logs.get(channel)?.messages ?? [];
    if (!this.logs.has(channel) && this.logs.size >= this.maxLogs) {
      throw new InputError("channel", channel, `one of at most ${this.maxLogs} logs (maxLogs)`);
    }
    this.logs.set(channel, { length, messages: messages.slice(-length) });
  }
  add(channel, message) {
    const log = this.logs.get(channel);
    if (!log || hasFourByteCharacter(message.text)) return;
    log.messages = [...log.messages, message].slice(-log.length);
  }
  /** Oldest first; empty if the channel has no log. */
  read(channel) {
    return this.logs.get(channel)?.messages ?? [];
  }
  /** The channels that have a log, with its length. */
  lengths() {
    return Object.fromEntries([...this.logs].map(([channel, { length }]) => [channel, length]));
  }
}

export { ChannelLogs, MAX_LOG_LENGTH };
//# sourceMappingURL=channel-logs.js.map
