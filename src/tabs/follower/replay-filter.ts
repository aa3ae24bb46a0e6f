const MAX_TEXTS = 1_000;

/**
 * Drops the second copy of replayed frames. The server replays a queue or a log from its beginning
 * each time it is asked, and frames carry no id; but within one replay equal frames are different
 * messages. So the n-th copy of a text is new only if no earlier replay had n copies of it.
 */
export class ReplayFilter {
  private _seen = new Map<string, number>();
  private _now = new Map<string, number>();

  /** A new replay begins. */
  begin(): void {
    for (const [text, count] of this._now)
      this._seen.set(text, Math.max(count, this._seen.get(text) || 0));
    this._now.clear();
    // Only a reconnection within a second repeats anything: old texts may go.
    if (this._seen.size > MAX_TEXTS) this._seen.clear();
  }

  isNew(text: string): boolean {
    const count = (this._now.get(text) || 0) + 1;
    this._now.set(text, count);
    return count > (this._seen.get(text) || 0);
  }
}
