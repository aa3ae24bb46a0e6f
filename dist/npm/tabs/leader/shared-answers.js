const FRESH_MS = 1e3;
class SharedAnswers {
  /** @param _answer gives a tab its answer. */
  constructor(_answer) {
    this._answer = _answer;
    this._asked = /* @__PURE__ */ new Map();
  }
  /**
   * Whether another question serves this one; if not, the caller asks.
   * @param channels those of the connection: only of them changes are told.
   */
  serves({ kind, channel }, to, channels) {
    if (kind !== "track_pipe_users" || !channels.includes(channel)) return false;
    const asked = this._asked.get(channel);
    if (asked?.type === "asked") asked.others.push(to);
    else if (asked && performance.now() - asked.at < FRESH_MS) this._answer(to, asked.text);
    else {
      this._asked.set(channel, { type: "asked", others: [] });
      return false;
    }
    return true;
  }
  /** A question was answered, or refused or lost (`text` is absent). Returns those who wait, too. */
  settle({ kind, channel }, text) {
    const asked = kind === "track_pipe_users" ? this._asked.get(channel) : void 0;
    if (asked?.type !== "asked") return [];
    if (text === void 0) this._asked.delete(channel);
    else this._asked.set(channel, { type: "answered", text, at: performance.now() });
    return asked.others;
  }
  /** The connection has these channels from now on. */
  onChannels(channels) {
    for (const [channel, asked] of this._asked)
      if (asked.type === "answered" && !channels.includes(channel)) this._asked.delete(channel);
  }
  /** Something has happened: an answer may be out of date. */
  onEntry(entry) {
    if (entry.type === "shards") this.onChannels([]);
    else if (entry.type === "frame" && this._asked.get(entry.channel)?.type === "answered")
      this._asked.delete(entry.channel);
  }
}

export { SharedAnswers };
//# sourceMappingURL=shared-answers.js.map
