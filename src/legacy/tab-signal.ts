import { callPage } from "../platform/tasks";
import { writeLine } from "../platform/console";
import type { SignalCallback, TabSignal } from "./contract";
import { SiteBus } from "./site-bus";
import { createTabStates } from "./tab-states";

/**
 * Creates the `tabSignal` object of CometServerApi.js (the TabSignal library). Idle until it is used.
 * @param tab returns the id of this tab.
 */
export function createTabSignal(tab: () => string): TabSignal {
  const slotsOf = createSlots();
  const others = new SiteBus((signal, param) => emit(signal, param, true));
  let count = 0;

  const emit = (signal: string, param?: unknown, isForeign = false) => {
    if (tabSignal.debug) writeLine(`signal ${signal}`);
    const callbacks = slotsOf(signal);
    for (const [slot, callback] of [...callbacks])
      if (callbacks.get(slot) === callback) callPage(callback, param, signal, isForeign);
  };
  const emitAll = (signal: string, param?: unknown) => {
    // Post first: callbacks of this tab may change `param`.
    const isSent = others.post(signal, param);
    emit(signal, param);
    return isSent;
  };
  const members = {
    connect(first: string, second: string | SignalCallback, third?: SignalCallback): string {
      const slot = third ? first : `sig${count++}`;
      const [signal, callback] = third
        ? [second as string, third]
        : [first, second as SignalCallback];
      others.open();
      slotsOf(signal).set(slot, callback);
      return slot;
    },
    disconnect: (slot: string, signal: string) => slotsOf(signal).delete(slot),
    emit,
    emitAll,
    send_emit: emitAll,
    getTabUUID: tab,
    debug: false,
    ...createTabStates(tab),
  };
  const tabSignal: TabSignal = Object.assign((): TabSignal => tabSignal, members);
  return tabSignal;
}

/** The callbacks of each signal, by their slots. */
function createSlots(): (signal: string) => Map<string, SignalCallback> {
  const signals = new Map<string, Map<string, SignalCallback>>();
  return (signal) => {
    const slots = signals.get(signal) || new Map<string, SignalCallback>();
    signals.set(signal, slots);
    return slots;
  };
}
