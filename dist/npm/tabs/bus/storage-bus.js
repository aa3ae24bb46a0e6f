import { randomId } from '../../platform/ids.js';
import { nextTask } from '../../platform/tasks.js';

const neighbours = /* @__PURE__ */ new Set();
let documentId = "";
const KEPT_MS = 500;
class StorageBus {
  /** @throws if storage cannot be written. */
  constructor(_name, _onMessage) {
    this._name = _name;
    this._onMessage = _onMessage;
    this._count = 0;
    this._onStorage = ({ key, newValue }) => {
      if (key === this._name && newValue && !newValue.includes(documentId)) this._read(newValue);
    };
    documentId = documentId || randomId(16);
    localStorage.setItem(_name, "");
    this._clear();
    addEventListener("storage", this._onStorage);
    neighbours.add(this);
  }
  post(message) {
    if (!neighbours.has(this)) return;
    const value = JSON.stringify([documentId, message, ++this._count]);
    localStorage.setItem(this._name, value);
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._clear(), KEPT_MS);
    for (const other of neighbours)
      if (other !== this && other._name === this._name) nextTask(() => other._read(value));
  }
  close() {
    removeEventListener("storage", this._onStorage);
    neighbours.delete(this);
    this._clear();
  }
  _read(value) {
    if (neighbours.has(this)) this._onMessage(messageOf(value));
  }
  _clear() {
    clearTimeout(this._timer);
    try {
      localStorage.removeItem(this._name);
    } catch {
    }
  }
}
function messageOf(value) {
  try {
    return JSON.parse(value)[1];
  } catch {
    return void 0;
  }
}

export { StorageBus };
//# sourceMappingURL=storage-bus.js.map
