/** What the library asks of the page, and hears from it. Nothing here runs at import time. */
import { nextTask } from "./tasks";

/** Whether the page was loaded by https. */
export function isSecurePage(): boolean {
  return typeof location === "object" && location.protocol === "https:";
}

/** Whether nobody sees the page. */
export function isHidden(): boolean {
  return typeof document === "object" && document.hidden;
}

/** Whether the browser is certain to have no network. */
export function isOffline(): boolean {
  return typeof navigator === "object" && navigator.onLine === false;
}

/**
 * Calls `callback` whenever the page may have been asleep or cut off and now is not: network back,
 * page visible, out of the back/forward cache, unfrozen. Returns the function that ends it.
 */
export function onWake(callback: () => void): () => void {
  return listen(["online", "pageshow", "resume", "visibilitychange"], (event) => {
    const isHiding = event.type === "visibilitychange" && isHidden();
    if (!isHiding && !isFirstShow(event)) callback();
  });
}

/**
 * Calls `onHide` when the page ends, is frozen, or goes into the back/forward cache, and `onShow`
 * when it is back. Each may be called twice in a row. Returns the function that ends it.
 */
export function onLeave(onHide: () => void, onShow: () => void): () => void {
  const ends = [
    listen(["pagehide", "freeze"], onHide),
    listen(["pageshow", "resume"], (event) => isFirstShow(event) || onShow()),
  ];
  return () => ends.forEach((end) => end());
}

/** Calls `callback` when nobody sees the page any more. Returns the function that ends it. */
export function onHide(callback: () => void): () => void {
  return listen(["visibilitychange"], () => isHidden() && callback());
}

interface NavigateEvent extends Event {
  destination: { sameDocument: boolean };
  /** Empty where the link does not name the file, `null` for what is no download. */
  downloadRequest: string | null;
}

/**
 * Calls `onDepart` when the page is about to be replaced by another: while that one is loaded, this
 * one goes on. `onStay` is called soon after where a router of the page takes the navigation over,
 * or a listener cancels it. Only where the browser has the Navigation API (Chromium, Firefox 147,
 * Safari 26.2), and not when a tab is closed. Returns the function that ends it.
 */
export function onDeparture(onDepart: () => void, onStay: () => void): () => void {
  const { navigation } = globalThis as { navigation?: EventTarget & { transition: unknown } };
  if (!navigation) return () => undefined;
  const listener = (event: Event) => {
    const { destination, downloadRequest } = event as NavigateEvent;
    if (destination.sameDocument || downloadRequest !== null) return;
    // At once: a page of the same site may be there in 20 ms.
    onDepart();
    // Once all listeners have heard of it.
    nextTask(() => {
      if (event.defaultPrevented || navigation.transition) onStay();
    });
  };
  navigation.addEventListener("navigate", listener);
  return () => navigation.removeEventListener("navigate", listener);
}

/** Keeps the page, and with it a navigation that is about to begin, from going on for so long. */
export function holdUp(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/**
 * Calls `onHide` when the page is left, for good or for the back/forward cache, and `onShow` when it
 * is back from there. Returns the function that ends it.
 */
export function onPageLeft(onHide: () => void, onShow: () => void): () => void {
  const ends = [
    listen(["pagehide"], onHide),
    listen(["pageshow"], (event) => isFirstShow(event) || onShow()),
  ];
  return () => ends.forEach((end) => end());
}

/** Whether the page's `load` event has come. A worker has none to wait for. */
export function hasLoaded(): boolean {
  return typeof document !== "object" || document.readyState === "complete";
}

/** Calls `callback` after the page's own listeners of `load`. Returns the function that ends it. */
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

/** Listens to events of the window and, since it captures them, of its document. */
function listen(types: string[], listener: (event: Event) => unknown): () => void {
  if (typeof addEventListener !== "function") return () => undefined;
  for (const type of types) addEventListener(type, listener, true);
  return () => {
    for (const type of types) removeEventListener(type, listener, true);
  };
}
