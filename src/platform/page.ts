/**
 * The page: whether it is visible, loaded, online, and when it wakes, leaves or is left. `platform/`
 * wraps the browser (page, storage, console, ids, tasks) and knows nothing of the library. Nothing in
 * it runs at import time.
 */
import { nextTask } from "./tasks";

/** Whether the page was loaded by https. */
export function isSecurePage(): boolean {
  return typeof location === "object" && location.protocol === "https:";
}

/** Whether the page is hidden. */
export function isHidden(): boolean {
  return typeof document === "object" && document.hidden;
}

/** Whether the browser is certain to have no network. */
export function isOffline(): boolean {
  return typeof navigator === "object" && navigator.onLine === false;
}

/**
 * Calls `callback` whenever the page may have been asleep or offline and now is not: the network is
 * back, or the page is visible, unfrozen, or out of the back/forward cache. Returns a function that
 * ends this.
 */
export function onWake(callback: () => void): () => void {
  return listen(["online", "pageshow", "resume", "visibilitychange"], (event) => {
    const isHiding = event.type === "visibilitychange" && isHidden();
    if (!isHiding && !isFirstShow(event)) callback();
  });
}

/**
 * Calls `onHide` when the page ends, is frozen, or goes into the back/forward cache, and `onShow`
 * when it is back. Each may be called twice in a row. When Firefox closes a tab, it cuts each listener
 * off after about a millisecond, and then calls the next one: `onHidden`, which is called after
 * `onHide` wherever the page may end, can go on where that was cut off (docs/browsers.md). Returns a
 * function that ends this.
 */
export function onLeave(onHide: () => void, onHidden: () => void, onShow: () => void): () => void {
  const ends = [
    listen(["pagehide", "freeze"], onHide),
    listen(["pagehide"], onHidden),
    listen(["pageshow", "resume"], (event) => isFirstShow(event) || onShow()),
  ];
  return () => ends.forEach((end) => end());
}

/** Calls `callback` when the page becomes hidden. Returns a function that ends this. */
export function onHide(callback: () => void): () => void {
  return listen(["visibilitychange"], () => isHidden() && callback());
}

interface NavigateEvent extends Event {
  destination: { sameDocument: boolean };
  /** The file name that the link gives, perhaps `""`; `null` if this is not a download. */
  downloadRequest: string | null;
}

/**
 * Calls `onDepart` when another page is about to replace this one; this page goes on running while the
 * other one is loaded. Calls `onStay` soon after if a router of the page takes the navigation over, or
 * a listener cancels it. Needs the Navigation API (Chromium, Firefox 147, Safari 26.2); not called
 * when a tab is closed. Returns a function that ends this.
 */
export function onDeparture(onDepart: () => void, onStay: () => void): () => void {
  const { navigation } = globalThis as { navigation?: EventTarget & { transition: unknown } };
  if (!navigation) return () => undefined;
  const listener = (event: Event) => {
    const { destination, downloadRequest } = event as NavigateEvent;
    if (destination.sameDocument || downloadRequest !== null) return;
    // Not in a later task: the next page of the same site may be there in 20 ms.
    onDepart();
    // Later, when all listeners have had the event.
    nextTask(() => {
      if (event.defaultPrevented || navigation.transition) onStay();
    });
  };
  navigation.addEventListener("navigate", listener);
  return () => navigation.removeEventListener("navigate", listener);
}

/** Blocks the page, and a navigation that is about to begin, for `ms` milliseconds. */
export function holdUp(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/**
 * Calls `onHide` when the page is left, for good or for the back/forward cache, and `onShow` when it
 * is back from the cache. Returns a function that ends this.
 */
export function onPageLeft(onHide: () => void, onShow: () => void): () => void {
  const ends = [
    listen(["pagehide"], onHide),
    listen(["pageshow"], (event) => isFirstShow(event) || onShow()),
  ];
  return () => ends.forEach((end) => end());
}

/** Whether the page's `load` event has come. A worker has no such event: `true`. */
export function hasLoaded(): boolean {
  return typeof document !== "object" || document.readyState === "complete";
}

/** Calls `callback` after the page's own listeners of `load`. Returns a function that ends this. */
export function onLoad(callback: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = listen(["load"], () => (timer = setTimeout(callback)));
  return () => {
    end();
    clearTimeout(timer);
  };
}

function isFirstShow(event: Event): boolean {
  return (event as PageTransitionEvent).persisted === false;
}

/** Listens to events of the window. Captures them, and so gets those of the document, too. */
function listen(types: string[], listener: (event: Event) => unknown): () => void {
  if (typeof addEventListener !== "function") return () => undefined;
  for (const type of types) addEventListener(type, listener, true);
  return () => {
    for (const type of types) removeEventListener(type, listener, true);
  };
}
