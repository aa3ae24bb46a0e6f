import type { Gap } from "../../api/types";

/** Margin for messages in flight when the server was last heard. */
const ON_ITS_WAY_MS = 2_000;

/** Knows which channels are not heard, and since when. */
export class Gaps {
  private readonly _since = new Map<string, number>();

  constructor(private readonly _onGap: (gap: Gap) => void) {}

  /** `channels` were heard until `at` (milliseconds since 1970), and are no more. */
  begin(channels: readonly string[], at: number): void {
    for (const channel of channels)
      if (!this._since.has(channel)) this._since.set(channel, at - ON_ITS_WAY_MS);
  }

  /**
   * These channels are heard: announces the gaps in them.
   * @param wanted what the tab listens to now: of other channels it need not know.
   */
  end(heard: readonly string[], wanted: readonly string[]): void {
    for (const [channel, from] of [...this._since]) {
      if (!heard.includes(channel) && wanted.includes(channel)) continue;
      this._since.delete(channel);
      if (wanted.includes(channel)) this._onGap({ channel, from, to: Date.now() });
    }
  }

  /** The page has stopped: it misses nothing that it wants. */
  forget(): void {
    this._since.clear();
  }
}
