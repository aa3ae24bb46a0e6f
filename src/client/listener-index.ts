import type { ChannelKey } from "../protocol/channel-key";

/** A listener, as far as the index needs it. */
interface Listener {
  keys: readonly ChannelKey[];
  /** Its place in the order of subscription. */
  place: number;
}

/** How many results of `find` are kept. */
const MAX_FOUND = 1_000;

/** Finds the listeners of a message, in a time that does not depend on the number of others. */
export class ListenerIndex<Item extends Listener> {
  private readonly _items = new Map<string, Set<Item>>();
  /** The results of `find` since the last change. */
  private readonly _found = new Map<string, readonly Item[]>();

  add(item: Item): void {
    this._found.clear();
    for (const key of item.keys.map(nameOf)) {
      const items = this._items.get(key) ?? new Set();
      this._items.set(key, items.add(item));
    }
  }

  remove(item: Item): void {
    this._found.clear();
    for (const key of item.keys.map(nameOf)) {
      const items = this._items.get(key);
      if (items?.delete(item) && !items.size) this._items.delete(key);
    }
  }

  clear(): void {
    this._items.clear();
    this._found.clear();
  }

  /** The listeners of a channel's event: each once, in the order of subscription. */
  find(channel: string, event: string): readonly Item[] {
    const name = nameOf({ channel, event });
    const known = this._found.get(name);
    if (known) return known;
    const items = this._search(channel, event);
    // Bounded, because a server may send any number of names.
    if (this._found.size >= MAX_FOUND) this._found.clear();
    this._found.set(name, items);
    return items;
  }

  private _search(channel: string, event: string): Item[] {
    const found = new Set<Item>();
    for (const key of [
      { channel, event },
      { channel, event: "" },
      { channel: "", event: "" },
    ])
      for (const item of this._items.get(nameOf(key)) ?? []) found.add(item);
    return [...found].sort((one, other) => one.place - other.place);
  }
}

/** A name for a channel and an event. The length makes it unique, whatever a server sends. */
function nameOf({ channel = "", event = "" }: ChannelKey): string {
  return `${channel.length} ${channel}${event}`;
}
