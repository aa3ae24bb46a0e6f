import { recoveryCommand } from '../../protocol/commands.js';

const MAX_TEXTS = 25;
class LogReader {
  constructor(_connection, _leader) {
    this._connection = _connection;
    this._leader = _leader;
    /** For each channel: the number of the last entry when its log was asked for last. */
    this._asked = /* @__PURE__ */ new Map();
  }
  /** @param after the last entry of the tab that asks: what it has missed is in a later log. */
  read(channels, after) {
    for (const channel of channels)
      if ((this._asked.get(channel) ?? -1) < after && this._connection.isConnected)
        this._read(channel);
  }
  _read(channel) {
    const asked = this._leader.last;
    const texts = [];
    this._asked.set(channel, asked);
    this._connection.send({
      command: recoveryCommand(channel),
      onLog: ({ text }) => texts.push(text),
      onDone: () => this._tell(channel, asked, texts),
      // The tabs ask again when the channel is heard again.
      onLost: () => this._asked.delete(channel)
    });
  }
  _tell(channel, asked, texts) {
    for (let at = 0; at === 0 || at < texts.length; at += MAX_TEXTS) {
      const part = texts.slice(at, at + MAX_TEXTS);
      const isLast = at + MAX_TEXTS >= texts.length;
      this._leader.emit({ type: "past", channel, asked, texts: part, isLast });
    }
  }
}

export { LogReader };
//# sourceMappingURL=log-reader.js.map
