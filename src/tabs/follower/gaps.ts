import type { Gap } from "../../api/types";

/** Margin for messages in flight when the server was last heard. */
const MARGIN_MS = 2_000;

/** Knows which channels are not heard, and since when. */
export class Gaps {
  private readonly _since = new Map<string, number>();

  constructor(private readonly _onGap: (gap: Gap) => void) {}

  /** `channels` were heard until `at` (milliseconds since 1970), and are not heard now. */
  begin(channels: readonly string[], at: number): void {
    for (const channel of channels)
      if (!this._since.has(channel)) this._since.set(channel, at - MARGIN_MS);
  }

  /**
   * The channels `heard` are heard again: announces their gaps.
   * @param wanted the channels that the tab listens to now; gaps of others are forgotten.
   */
  end(heard: readonly string[], wanted: readonly string[]): void {
    for (const [channel, from] of [...this._since]) {
      if (!heard.includes(channel) && wanted.includes(channel)) continue;
      this._since.delete(channel);
      if (wanted.includes(channel)) this._onGap({ channel, from, to: Date.now() });
    }
  }

  /** The page has stopped: what it misses from now on is no gap. */
  forget(): void {
    this._since.clear();
  }
}
