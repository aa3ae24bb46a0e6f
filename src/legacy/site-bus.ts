import type { Bus } from "../tabs/bus/bus";
import { openBus } from "../tabs/bus/open-bus";
import type { Signal } from "./contract";

/** One for all tabs of the site, whoever their visitors are. */
const NAME = "CometServer 1 signals";

/** The way to the other tabs of the site, from its first use on. */
export class SiteBus {
  private _bus: Bus | undefined;
  private _isUsed = false;

  constructor(private readonly _onSignal: (signal: string, param: unknown) => void) {}

  open(): void {
    if (this._isUsed || typeof addEventListener !== "function") return;
    this._isUsed = true;
    this._open();
    // In use it would keep the page out of the back/forward cache.
    addEventListener("pagehide", () => this._close());
    addEventListener("pageshow", () => this._open());
  }

  /** Returns whether that was possible. */
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
    if (typeof signal !== "string") return; // somebody else's
    try {
      this._onSignal(signal, param && JSON.parse(param));
    } catch {
      // Not of this library either.
    }
  }
}
