import type { ChannelKey } from "../protocol/channel-key";

/** What is found by the keys that it has. */
interface Listener {
  keys: readonly ChannelKey[];
  /** How many came before it. */
  place: number;
}

/** For how many channels and events what was found is kept. */
const MAX_FOUND = 1_000;

/** Finds the listeners of a message: what it costs does not depend on how many others there are. */
export class ListenerIndex<Item extends Listener> {
  private readonly _items = new Map<string, Set<Item>>();
  /** What was found since the last change. */
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

  /** Those that hear a channel's event, each once, in the order in which they came. */
  find(channel: string, event: string): readonly Item[] {
    const name = nameOf({ channel, event });
    const known = this._found.get(name);
    if (known) return known;
    const items = this._look(channel, event);
    // A server may make up any number of names.
    if (this._found.size >= MAX_FOUND) this._found.clear();
    this._found.set(name, items);
    return items;
  }

  private _look(channel: string, event: string): Item[] {
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

/** Different channels and events have different names, whatever a server makes up. */
function nameOf({ channel = "", event = "" }: ChannelKey): string {
  return `${channel.length} ${channel}${event}`;
}
