/** Counts how often each text is there. */
export class Tally {
  private readonly _counts = new Map<string, number>();

  /** Those that are there at least once, in the order in which they came. */
  get keys(): string[] {
    return [...this._counts.keys()];
  }

  /** @param by 1, or -1 for one that goes. */
  count(key: string, by: number): void {
    const count = (this._counts.get(key) ?? 0) + by;
    if (count) this._counts.set(key, count);
    else this._counts.delete(key);
  }
}
