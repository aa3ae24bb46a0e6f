/** What of the browser each fake tab has for itself: timers, clock, visibility, listeners. */
import { vi } from "vitest";
import { FakeMessageChannel } from "./fake-message-channel";
import { FakeTab, outside } from "./fake-tab";

/**
 * Begins a test with tabs: timers are fake (and the clock with them), the rest of the event loop
 * runs by itself. Ends with `removeTabs`.
 */
export function installTabs(): void {
  FakeTab.reset();
  vi.useFakeTimers({
    // Timers of hidden tabs depend on the time of day: runs are to be the same each time.
    now: 1_800_000_000_000,
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
  });
  stubTimers();
  const { now } = Date;
  vi.spyOn(Date, "now").mockImplementation(() => now() + FakeTab.current.clockAhead);
  vi.spyOn(document, "hidden", "get").mockImplementation(() => FakeTab.current.isHidden);
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() =>
    FakeTab.current.isHidden ? "hidden" : "visible",
  );
  vi.stubGlobal("MessageChannel", FakeMessageChannel);
  FakeTab.navigation = Object.assign(new EventTarget(), { transition: null });
  vi.stubGlobal("navigation", FakeTab.navigation);
  for (const target of [window, document, FakeTab.navigation]) stubListeners(target);
}

/** Ends all tabs, and gives the process its own objects back. */
export function removeTabs(): void {
  for (const tab of FakeTab.all) tab.kill();
  for (const { target, type, bound } of FakeTab.all.flatMap((tab) => [...tab.listening]))
    native.get(target)?.removeEventListener.call(target, type, bound);
  for (const [target, methods] of native) Object.assign(target, methods);
  vi.unstubAllGlobals();
  vi.useRealTimers();
  vi.restoreAllMocks();
}

function stubTimers(): void {
  const { setTimeout: once, setInterval: often, clearTimeout: clear } = globalThis;
  const { now } = Date;
  const start =
    (set: typeof setInterval, isOnce: boolean) =>
    (code: () => void, ms = 0) => {
      const tab = FakeTab.current;
      // Timers of hidden tabs run once a second.
      const delay = tab.isHidden ? Math.ceil((now() + ms) / 1_000) * 1_000 - now() : ms;
      const timer = set(() => {
        tab.task(() => {
          // A tab that was frozen may have ended it by now.
          if (!tab.timers.has(timer)) return;
          if (isOnce) tab.timers.delete(timer);
          code();
        });
      }, delay);
      tab.timers.add(timer);
      return timer;
    };
  const end = (timer?: number) => {
    for (const tab of [...FakeTab.all, outside])
      for (const own of tab.timers) if (own === timer) tab.timers.delete(own);
    clear(timer);
  };
  vi.stubGlobal("setTimeout", start(once as typeof setInterval, true));
  vi.stubGlobal("setInterval", start(often, false));
  vi.stubGlobal("clearTimeout", end);
  vi.stubGlobal("clearInterval", end);
}

const native = new Map<
  EventTarget,
  Pick<EventTarget, "addEventListener" | "removeEventListener">
>();
for (const target of [window, document]) {
  const { addEventListener, removeEventListener } = target;
  native.set(target, { addEventListener, removeEventListener });
}

type Listener = EventListenerOrEventListenerObject | null;

function stubListeners(target: EventTarget): void {
  const { addEventListener: add, removeEventListener: remove } = target;
  const find = (type: string, listener: Listener) => {
    for (const each of FakeTab.current.listening)
      if (each.target === target && each.type === type && each.listener === listener) return each;
    return undefined;
  };
  const removeEventListener = (type: string, listener: Listener, options?: object | boolean) => {
    const known = find(type, listener);
    if (known) FakeTab.current.listening.delete(known);
    remove.call(target, type, known?.bound ?? listener, options);
  };
  const addEventListener = (type: string, listener: Listener, options?: object | boolean) => {
    if (!listener || find(type, listener)) return;
    const tab = FakeTab.current;
    const bound = (event: Event) => {
      if (!tab.isAddressed) return;
      tab.task(() => {
        if (typeof listener === "function") listener.call(target, event);
        else listener.handleEvent(event);
      });
    };
    tab.listening.add({ target, type, listener, bound });
    add.call(target, type, bound, options);
  };
  Object.assign(target, { addEventListener, removeEventListener });
}
