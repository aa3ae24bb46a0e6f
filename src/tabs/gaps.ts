import { MAX_CHANNELS } from "../protocol/limits";
import type { Gap } from "../types";

/** What is lost may have been on its way for so long when the last message was heard. */
const ON_ITS_WAY_MS = 2_000;

/** Knows which channels were not heard for a while, and since when. */
export class Gaps {
  private _since = 0;
  private _channels: readonly string[] = [];

  constructor(private readonly _onGap: (gap: Gap) => void) {}

  /** `channels` were heard until `at` (milliseconds since 1970), and are no more. */
  begin(channels: readonly string[], at: number): void {
    if (this._since) return;
    this._since = at - ON_ITS_WAY_MS;
    this._channels = channels;
  }

  /**
   * The server has taken note of `heard`: announces the gap once all that is `wanted` is there, or
   * no more can be.
   */
  end(wanted: readonly string[], heard: readonly string[]): void {
    const from = this._since;
    const isHeard = (channel: string) => heard.includes(channel);
    if (!from || !(wanted.every(isHeard) || heard.length >= MAX_CHANNELS)) return;
    this._since = 0;
    for (const channel of this._channels.filter(isHeard))
      if (wanted.includes(channel)) this._onGap({ channel, from, to: Date.now() });
  }

  /** The tab did not want to hear anything. */
  forget(): void {
    this._since = 0;
  }
}
