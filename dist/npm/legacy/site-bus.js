import { openBus } from '../tabs/bus/open-bus.js';

const NAME = "CometServer 1 signals";
class SiteBus {
  constructor(_onSignal) {
    this._onSignal = _onSignal;
    this._isUsed = false;
  }
  open() {
    if (this._isUsed || typeof addEventListener !== "function") return;
    this._isUsed = true;
    this._open();
    addEventListener("pagehide", () => this._close());
    addEventListener("pageshow", () => this._open());
  }
  /** Returns whether the signal was sent. */
  post(signal, param) {
    this.open();
    try {
      const message = { signal, param: JSON.stringify(param) };
      if (this._bus) this._bus.post(message);
      return Boolean(this._bus);
    } catch {
      return false;
    }
  }
  _open() {
    this._bus = this._bus || openBus(NAME, (data) => this._read(data));
  }
  _close() {
    if (this._bus) this._bus.close();
    this._bus = void 0;
  }
  _read(data) {
    const { signal, param } = Object(data);
    if (typeof signal !== "string") return;
    try {
      this._onSignal(signal, param && JSON.parse(param));
    } catch {
    }
  }
}

export { SiteBus };
//# sourceMappingURL=site-bus.js.map
