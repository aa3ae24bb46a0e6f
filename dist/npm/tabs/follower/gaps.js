const ON_ITS_WAY_MS = 2e3;
class Gaps {
  constructor(_onGap) {
    this._onGap = _onGap;
    this._since = /* @__PURE__ */ new Map();
  }
  /** `channels` were heard until `at` (milliseconds since 1970), and are no more. */
  begin(channels, at) {
    for (const channel of channels)
      if (!this._since.has(channel)) this._since.set(channel, at - ON_ITS_WAY_MS);
  }
  /**
   * These channels are heard: announces the gaps in them.
   * @param wanted what the tab listens to now: of other channels it need not know.
   */
  end(heard, wanted) {
    for (const [channel, from] of [...this._since]) {
      if (!heard.includes(channel) && wanted.includes(channel)) continue;
      this._since.delete(channel);
      if (wanted.includes(channel)) this._onGap({ channel, from, to: Date.now() });
    }
  }
  /** The page has stopped: it misses nothing that it wants. */
  forget() {
    this._since.clear();
  }
}

export { Gaps };
//# sourceMappingURL=gaps.js.map
