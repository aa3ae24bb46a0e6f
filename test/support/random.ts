/** Random numbers that are the same in every run (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** From 0 up to, but without, `end`. */
  below(end: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  /** `make` called fewer than `end` times. */
  list<Item>(end: number, make: () => Item): Item[] {
    return Array.from({ length: this.below(end) }, make);
  }
}
