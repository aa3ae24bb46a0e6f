import { callPage } from '../platform/tasks.js';
import { writeLine } from '../platform/console.js';
import { SiteBus } from './site-bus.js';
import { createTabStates } from './tab-states.js';

function createTabSignal(tab) {
  const slotsOf = createSlots();
  const others = new SiteBus((signal, param) => emit(signal, param, true));
  let count = 0;
  const emit = (signal, param, isForeign = false) => {
    if (tabSignal.debug) writeLine(`signal ${signal}`);
    const callbacks = slotsOf(signal);
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
      slotsOf(signal).set(slot, callback);
      return slot;
    },
    disconnect: (slot, signal) => slotsOf(signal).delete(slot),
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
function createSlots() {
  const signals = /* @__PURE__ */ new Map();
  return (signal) => {
    const slots = signals.get(signal) || /* @__PURE__ */ new Map();
    signals.set(signal, slots);
    return slots;
  };
}

export { createTabSignal };
//# sourceMappingURL=tab-signal.js.map
