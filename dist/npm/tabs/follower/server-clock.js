class ServerClock {
  constructor() {
    /** How far it is ahead of this computer's, in milliseconds: at least this much. */
    this._ahead = -Infinity;
  }
  /** A connection begins: either clock may have been set meanwhile. @param time in Unix seconds. */
  begin(time) {
    if (time) this._ahead = -Infinity;
    this.hear(time);
  }
  /** A message was sent in this second (0: unknown), and is read now. */
  hear(time) {
    if (time) this._ahead = Math.max(this._ahead, time * 1e3 - Date.now());
  }
  /** Whether the server has told its time. */
  get isKnown() {
    return this._ahead > -Infinity;
  }
  /** The server's second at a time of this computer, in milliseconds since 1970. */
  secondAt(time) {
    return Math.floor((time + this._ahead) / 1e3);
  }
  /** The time of this computer, in milliseconds since 1970, at the beginning of a second. */
  timeOf(second) {
    return second * 1e3 - this._ahead;
  }
}

export { ServerClock };
//# sourceMappingURL=server-clock.js.map
