import { vi } from "vitest";
import { FakeTab } from "./fake-tab";

/**
 * The localStorage that the fake tabs share. Each change is told to the other tabs, in order and
 * later, by a `storage` event.
 */
export class FakeStorage {
  /** As in a sandboxed frame: the global itself throws. */
  isForbidden = false;
  /** `setItem` throws. */
  isFull = false;
  /** As in Safari: the writing tab gets the event, too. */
  tellsWriter = false;

  private readonly items = new Map<string, string>();

  /** Replaces the browser's storage for the rest of the test. */
  static install(): FakeStorage {
    const storage = new FakeStorage();
    vi.stubGlobal("localStorage", undefined);
    Object.defineProperty(globalThis, "localStorage", {
      configurable: true,
      get() {
        if (storage.isForbidden) throw new DOMException("Access is denied", "SecurityError");
        return storage;
      },
    });
    return storage;
  }

  get length(): number {
    return this.items.size;
  }

  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.items.get(String(key)) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.isFull) throw new DOMException("The quota has been exceeded", "QuotaExceededError");
    this.change(String(key), String(value));
  }

  removeItem(key: string): void {
    this.change(String(key), null);
  }

  clear(): void {
    this.items.clear();
    this.tell(null, null, null);
  }

  private change(key: string, newValue: string | null): void {
    const oldValue = this.getItem(key);
    // The same value again is no change.
    if (oldValue === newValue) return;
    if (newValue === null) this.items.delete(key);
    else this.items.set(key, newValue);
    this.tell(key, oldValue, newValue);
  }

  private tell(key: string | null, oldValue: string | null, newValue: string | null): void {
    const writer = FakeTab.current;
    for (const tab of FakeTab.all)
      if (!tab.isDead && (tab !== writer || this.tellsWriter))
        FakeTab.deliver(writer, tab, () =>
          tab.fire(new StorageEvent("storage", { key, oldValue, newValue, url: location.href })),
        );
  }
}
