import { openBus } from './open-bus.js';
import { readMessage } from '../read-message.js';

class TabBus {
  /**
   * @param name of the group; without one there are no others.
   * @param _onBroken called where the browser takes no more messages, as when its storage is full.
   */
  constructor(name, tab, onMessage, _onBroken) {
    this._onBroken = _onBroken;
    if (!name) return;
    this._bus = openBus(name, (data) => {
      const message = readMessage(data);
      if (this._bus && message && message.from !== tab) onMessage(message);
    });
  }
  /** Whether there are others that can be reached. */
  get isOpen() {
    return Boolean(this._bus);
  }
  post(message) {
    try {
      if (this._bus) this._bus.post(message);
    } catch {
      this.close();
      this._onBroken();
    }
  }
  close() {
    if (this._bus) this._bus.close();
    this._bus = void 0;
  }
}

export { TabBus };
//# sourceMappingURL=tab-bus.js.map
