const MARGIN_MS = 2e3;
class Gaps {
  constructor(_onGap) {
    this._onGap = _onGap;
    this._since = /* @__PURE__ */ new Map();
  }
  /** `channels` were heard until `at` (milliseconds since 1970), and are not heard now. */
  begin(channels, at) {
    for (const channel of channels)
      if (!this._since.has(channel)) this._since.set(channel, at - MARGIN_MS);
  }
  /**
   * The channels `heard` are heard again: announces their gaps.
   * @param wanted the channels that the tab listens to now; gaps of others are forgotten.
   */
  end(heard, wanted) {
    for (const [channel, from] of [...this._since]) {
      if (!heard.includes(channel) && wanted.includes(channel)) continue;
      this._since.delete(channel);
      if (wanted.includes(channel)) this._onGap({ channel, from, to: Date.now() });
    }
  }
  /** The page has stopped: what it misses from now on is no gap. */
  forget() {
    this._since.clear();
  }
}

export { Gaps };
//# sourceMappingURL=gaps.js.map
