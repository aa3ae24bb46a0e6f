/** Counts equal texts. */
export class Tally {
  private readonly _counts = new Map<string, number>();

  /** The texts with a count above 0, in the order in which they came. */
  get keys(): string[] {
    return [...this._counts.keys()];
  }

  get(key: string): number {
    return this._counts.get(key) ?? 0;
  }

  /** @param by 1 for a text that comes, -1 for one that goes. */
  count(key: string, by: number): void {
    const count = this.get(key) + by;
    if (count) this._counts.set(key, count);
    else this._counts.delete(key);
  }
}
