import type { Bus } from "./bus";
import { openBus } from "./open-bus";
import { readMessage } from "../read-message";
import type { TabMessage } from "../messages";

/** The messages of a tab and of the others in its group, over whatever reaches them. */
export class TabBus {
  private _bus: Bus | undefined;

  /**
   * @param name of the group; without one there are no others.
   * @param _onBroken called where the browser takes no more messages, as when its storage is full.
   */
  constructor(
    name: string | undefined,
    tab: string,
    onMessage: (message: TabMessage) => void,
    private readonly _onBroken: () => void,
  ) {
    if (!name) return;
    this._bus = openBus(name, (data) => {
      const message = readMessage(data);
      if (this._bus && message && message.from !== tab) onMessage(message);
    });
  }

  /** Whether there are others that can be reached. */
  get isOpen(): boolean {
    return Boolean(this._bus);
  }

  post(message: TabMessage): void {
    try {
      if (this._bus) this._bus.post(message);
    } catch {
      this.close();
      this._onBroken();
    }
  }

  close(): void {
    if (this._bus) this._bus.close();
    this._bus = undefined;
  }
}
