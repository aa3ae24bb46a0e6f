import type { Bus } from "../tabs/bus/bus";
import { openBus } from "../tabs/bus/open-bus";
import type { Signal } from "./contract";

/** All tabs of the site share this bus, whoever their visitors are. */
const NAME = "CometServer 1 signals";

/** Sends signals to the other tabs of the site. Opens the bus when first used. */
export class SiteBus {
  private _bus: Bus | undefined;
  private _isUsed = false;

  constructor(private readonly _onSignal: (signal: string, param: unknown) => void) {}

  open(): void {
    if (this._isUsed || typeof addEventListener !== "function") return;
    this._isUsed = true;
    this._open();
    // An open bus would keep the page out of the back/forward cache.
    addEventListener("pagehide", () => this._close());
    addEventListener("pageshow", () => this._open());
  }

  /** Returns whether the signal was sent. */
  post(signal: string, param: unknown): boolean {
    this.open();
    try {
      const message: Signal = { signal, param: JSON.stringify(param) };
      if (this._bus) this._bus.post(message);
      return Boolean(this._bus);
    } catch {
      return false; // JSON cannot hold it, or the storage is full
    }
  }

  private _open(): void {
    this._bus = this._bus || openBus(NAME, (data) => this._read(data));
  }

  private _close(): void {
    if (this._bus) this._bus.close();
    this._bus = undefined;
  }

  private _read(data: unknown): void {
    const { signal, param } = Object(data) as Partial<Signal>;
    if (typeof signal !== "string") return; // not a signal of this library
    try {
      this._onSignal(signal, param && JSON.parse(param));
    } catch {
      // Not JSON, so not a signal of this library.
    }
  }
}
