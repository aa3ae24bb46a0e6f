import type { ChannelKey } from "../protocol/channel-key";

/** What is found by the keys that it has. */
interface Listener {
  keys: readonly ChannelKey[];
  /** How many came before it. */
  place: number;
}

/** Finds the listeners of a message: what it costs does not depend on how many others there are. */
export class ListenerIndex<Item extends Listener> {
  private readonly _items = new Map<string, Set<Item>>();

  add(item: Item): void {
    for (const key of item.keys.map(nameOf)) {
      const items = this._items.get(key) ?? new Set();
      this._items.set(key, items.add(item));
    }
  }

  remove(item: Item): void {
    for (const key of item.keys.map(nameOf)) {
      const items = this._items.get(key);
      if (items?.delete(item) && !items.size) this._items.delete(key);
    }
  }

  clear(): void {
    this._items.clear();
  }

  /** Those that hear a channel's event, each once, in the order in which they came. */
  find(channel: string, event: string): Item[] {
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

/** A key has no line breaks, so a name that a server makes up is no other's. */
function nameOf({ channel = "", event = "" }: ChannelKey): string {
  return channel + "\n" + event;
}
