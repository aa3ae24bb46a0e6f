import type { Bus } from "./bus";

/** A bus over a BroadcastChannel: in order per sender, and not delayed in hidden tabs. */
export class BroadcastBus implements Bus {
  private readonly _channel: BroadcastChannel;

  /** @throws if the browser has no BroadcastChannel. */
  constructor(name: string, onMessage: (data: unknown) => void) {
    this._channel = new BroadcastChannel(name);
    this._channel.onmessage = ({ data }) => onMessage(data);
  }

  post(message: object): void {
    this._channel.postMessage(message);
  }

  close(): void {
    this._channel.close();
  }
}
