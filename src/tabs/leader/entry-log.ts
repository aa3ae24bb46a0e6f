import type { Item } from "../messages";

/** How many items are kept for tabs that missed some. */
const MAX_ITEMS = 500;

/** The last things that happened in a master's time, numbered from 1. */
export class EntryLog {
  /** Number of the last item. */
  last = 0;
  private _items: Item[] = [];

  /** @param isKept whether another tab may ask for it. */
  push(item: Item, isKept: boolean): void {
    this.last++;
    if (!isKept) this._items = [];
    else if (this._items.push(item) > MAX_ITEMS) this._items.shift();
  }

  /** The items after that number; `undefined` where they are gone, or there is none such. */
  after(number: number): Item[] | undefined {
    const missing = this.last - number;
    if (missing < 0 || missing > this._items.length) return undefined;
    return missing ? this._items.slice(-missing) : [];
  }
}
