import { randomId } from "../../platform/ids";
import { nextTask } from "../../platform/tasks";
import type { Bus } from "./bus";

/**
 * The buses of this document. They reach each other without an event, because most browsers fire
 * none in the document that writes.
 */
const neighbours = new Set<StorageBus>();
let documentId = "";

/** How long a message stays in the storage, unless the next one replaces it. */
const KEPT_MS = 500;

/**
 * A bus over the `storage` events of one key: other documents get one for each write, in order. The
 * value is read from the event, since the storage may hold a later one by then. It is soon removed
 * from the storage, because messages of visitors do not belong on the disk.
 */
export class StorageBus implements Bus {
  private _count = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;

  /** @throws if storage cannot be written. */
  constructor(
    private readonly _name: string,
    private readonly _onMessage: (data: unknown) => void,
  ) {
    documentId = documentId || randomId(16);
    // WebKit sends no events to a document that has not touched its storage.
    localStorage.setItem(_name, "");
    this._clear();
    addEventListener("storage", this._onStorage);
    neighbours.add(this);
  }

  post(message: object): void {
    if (!neighbours.has(this)) return;
    // The count, because writing an equal value fires no event.
    const value = JSON.stringify([documentId, message, ++this._count]);
    localStorage.setItem(this._name, value);
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._clear(), KEPT_MS);
    for (const other of neighbours)
      if (other !== this && other._name === this._name) nextTask(() => other._read(value));
  }

  close(): void {
    removeEventListener("storage", this._onStorage);
    neighbours.delete(this);
    this._clear();
  }

  private readonly _onStorage = ({ key, newValue }: StorageEvent) => {
    if (key === this._name && newValue && !newValue.includes(documentId)) this._read(newValue);
  };

  private _read(value: string): void {
    if (neighbours.has(this)) this._onMessage(messageOf(value));
  }

  private _clear(): void {
    clearTimeout(this._timer);
    try {
      localStorage.removeItem(this._name);
    } catch {
      // The storage was forbidden meanwhile.
    }
  }
}

function messageOf(value: string): unknown {
  try {
    return (JSON.parse(value) as unknown[])[1];
  } catch {
    return undefined; // not written by this library
  }
}
