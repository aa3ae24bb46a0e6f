import { FakeTab } from "./fake-tab";
import { schedule } from "./tab-time";

/** A MessageChannel of a fake tab: what it brings is a task of that tab. */
export class FakeMessageChannel {
  readonly port1 = new FakePort();
  readonly port2 = new FakePort();

  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}

class FakePort {
  other: FakePort | undefined;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  private readonly tab = FakeTab.current;
  private isOpen = true;

  postMessage(data: unknown): void {
    const { other } = this;
    const copy = structuredClone(data);
    if (this.isOpen && other)
      schedule(() => other.tab.task(() => other.isOpen && other.onmessage?.({ data: copy })));
  }

  close(): void {
    this.isOpen = false;
  }
}
