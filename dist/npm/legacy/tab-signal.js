import { attempt } from '../api/attempt.js';
import { checkCallback } from '../api/errors.js';
import { callPage } from '../platform/tasks.js';
import { writeLine } from '../platform/console.js';
import { textOf } from '../protocol/values.js';
import { SiteBus } from './site-bus.js';
import { createTabStates } from './tab-states.js';

function createTabSignal(tab) {
  const slots = new Slots();
  const others = new SiteBus((signal, param) => emit(signal, param, true));
  let count = 0;
  const emit = (signal, param, isForeign = false) => {
    if (tabSignal.debug) writeLine(`signal ${textOf(signal)}`);
    const callbacks = slots.of(signal);
    for (const [slot, callback] of [...callbacks])
      if (callbacks.get(slot) === callback) callPage(callback, param, signal, isForeign);
  };
  const emitAll = (signal, param) => {
    const isSent = others.post(signal, param);
    emit(signal, param);
    return isSent;
  };
  const members = {
    connect(first, second, third) {
      const slot = third ? first : `sig${count++}`;
      const [signal, callback] = third ? [second, third] : [first, second];
      others.open();
      attempt(() => slots.set(slot, signal, callback), void 0);
      return slot;
    },
    disconnect: (slot, signal) => slots.delete(slot, signal),
    emit,
    emitAll,
    send_emit: emitAll,
    getTabUUID: tab,
    debug: false,
    ...createTabStates(tab)
  };
  const tabSignal = Object.assign(() => tabSignal, members);
  return tabSignal;
}
class Slots {
  constructor() {
    this._signals = /* @__PURE__ */ new Map();
  }
  of(signal) {
    return this._signals.get(signal) ?? /* @__PURE__ */ new Map();
  }
  /** @throws CometError if `callback` is not a function. */
  set(slot, signal, callback) {
    checkCallback(callback);
    const slots = this._signals.get(signal) ?? /* @__PURE__ */ new Map();
    this._signals.set(signal, slots.set(slot, callback));
  }
  delete(slot, signal) {
    const slots = this._signals.get(signal);
    const wasSet = slots?.delete(slot) ?? false;
    if (slots && !slots.size) this._signals.delete(signal);
    return wasSet;
  }
}

export { createTabSignal };
//# sourceMappingURL=tab-signal.js.map
