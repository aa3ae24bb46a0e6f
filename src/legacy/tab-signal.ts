import { attempt } from "../api/attempt";
import { checkCallback } from "../api/errors";
import { callPage } from "../platform/tasks";
import { writeLine } from "../platform/console";
import { textOf } from "../protocol/values";
import type { SignalCallback, TabSignal } from "./contract";
import { SiteBus } from "./site-bus";
import { createTabStates } from "./tab-states";

/**
 * Creates the `tabSignal` object of CometServerApi.js (the TabSignal library). Idle until it is used.
 * @param tab returns the id of this tab.
 */
export function createTabSignal(tab: () => string): TabSignal {
  const slots = new Slots();
  const others = new SiteBus((signal, param) => emit(signal, param, true));
  let count = 0;

  const emit = (signal: string, param?: unknown, isForeign = false) => {
    if (tabSignal.debug) writeLine(`signal ${textOf(signal)}`);
    const callbacks = slots.of(signal);
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
      attempt(() => slots.set(slot, signal, callback), undefined);
      return slot;
    },
    disconnect: (slot: string, signal: string) => slots.delete(slot, signal),
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
class Slots {
  private readonly _signals = new Map<string, Map<string, SignalCallback>>();

  of(signal: string): ReadonlyMap<string, SignalCallback> {
    return this._signals.get(signal) ?? new Map<string, SignalCallback>();
  }

  /** @throws CometError if `callback` is not a function. */
  set(slot: string, signal: string, callback: SignalCallback): void {
    checkCallback(callback);
    const slots = this._signals.get(signal) ?? new Map<string, SignalCallback>();
    this._signals.set(signal, slots.set(slot, callback));
  }

  delete(slot: string, signal: string): boolean {
    const slots = this._signals.get(signal);
    const wasSet = slots?.delete(slot) ?? false;
    if (slots && !slots.size) this._signals.delete(signal);
    return wasSet;
  }
}
