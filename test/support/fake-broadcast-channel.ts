import { vi } from "vitest";
import { FakeTab } from "./fake-tab";

/**
 * A BroadcastChannel as browsers have it, between the fake tabs: a copy of each message goes to all
 * other objects of that name which were there when it was posted, each in a later task, in order.
 */
export class FakeBroadcastChannel extends EventTarget {
  /** All that are open, in the order in which they were made. */
  static open: FakeBroadcastChannel[] = [];

  onmessage: ((event: MessageEvent) => void) | null = null;
  readonly tab = FakeTab.current;

  constructor(readonly name: string) {
    super();
    FakeBroadcastChannel.open.push(this);
  }

  /** Replaces the browser's class for the rest of the test. */
  static install(): void {
    FakeBroadcastChannel.open = [];
    vi.stubGlobal("BroadcastChannel", FakeBroadcastChannel);
  }

  /** The number of open ones in `tab`. */
  static openIn(tab: FakeTab): number {
    return FakeBroadcastChannel.open.filter((channel) => channel.tab === tab).length;
  }

  postMessage(message: unknown): void {
    if (!this.isOpen) throw new DOMException("The channel is closed", "InvalidStateError");
    for (const other of FakeBroadcastChannel.open)
      if (other !== this && other.name === this.name) {
        const data: unknown = structuredClone(message);
        FakeTab.deliver(this.tab, other.tab, () => other.receive(data));
      }
  }

  close(): void {
    FakeBroadcastChannel.open = FakeBroadcastChannel.open.filter((channel) => channel !== this);
  }

  private get isOpen(): boolean {
    return FakeBroadcastChannel.open.includes(this);
  }

  private receive(data: unknown): void {
    if (!this.isOpen) return;
    const event = new MessageEvent("message", { data });
    try {
      this.onmessage?.(event);
    } finally {
      this.dispatchEvent(event);
    }
  }
}
