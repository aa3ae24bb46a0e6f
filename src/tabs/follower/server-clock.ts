/** The server's clock, as far as its messages tell. */
export class ServerClock {
  /** How far it is ahead of this computer's, in milliseconds: at least this much. */
  private _ahead = -Infinity;

  /** A connection begins: either clock may have been set meanwhile. @param time in Unix seconds. */
  begin(time: number): void {
    if (time) this._ahead = -Infinity;
    this.hear(time);
  }

  /** A message was sent in this second (0: unknown), and is read now. */
  hear(time: number): void {
    if (time) this._ahead = Math.max(this._ahead, time * 1_000 - Date.now());
  }

  /** Whether the server has told its time. */
  get isKnown(): boolean {
    return this._ahead > -Infinity;
  }

  /** The server's second at a time of this computer, in milliseconds since 1970. */
  secondAt(time: number): number {
    return Math.floor((time + this._ahead) / 1_000);
  }

  /** The time of this computer, in milliseconds since 1970, at the beginning of a second. */
  timeOf(second: number): number {
    return second * 1_000 - this._ahead;
  }
}
