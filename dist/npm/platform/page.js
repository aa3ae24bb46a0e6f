import { nextTask } from './tasks.js';

function isSecurePage() {
  return typeof location === "object" && location.protocol === "https:";
}
function isHidden() {
  return typeof document === "object" && document.hidden;
}
function isOffline() {
  return typeof navigator === "object" && navigator.onLine === false;
}
function onWake(callback) {
  return listen(["online", "pageshow", "resume", "visibilitychange"], (event) => {
    const isHiding = event.type === "visibilitychange" && isHidden();
    if (!isHiding && !isFirstShow(event)) callback();
  });
}
function onLeave(onHide2, onHidden, onShow) {
  const ends = [
    listen(["pagehide", "freeze"], onHide2),
    listen(["pagehide"], onHidden),
    listen(["pageshow", "resume"], (event) => isFirstShow(event) || onShow())
  ];
  return () => ends.forEach((end) => end());
}
function onHide(callback) {
  return listen(["visibilitychange"], () => isHidden() && callback());
}
function onDeparture(onDepart, onStay) {
  const { navigation } = globalThis;
  if (!navigation) return () => void 0;
  const listener = (event) => {
    const { destination, downloadRequest } = event;
    if (destination.sameDocument || downloadRequest !== null) return;
    onDepart();
    nextTask(() => {
      if (event.defaultPrevented || navigation.transition) onStay();
    });
  };
  navigation.addEventListener("navigate", listener);
  return () => navigation.removeEventListener("navigate", listener);
}
function holdUp(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end) ;
}
function onPageLeft(onHide2, onShow) {
  const ends = [
    listen(["pagehide"], onHide2),
    listen(["pageshow"], (event) => isFirstShow(event) || onShow())
  ];
  return () => ends.forEach((end) => end());
}
function hasLoaded() {
  return typeof document !== "object" || document.readyState === "complete";
}
function onLoad(callback) {
  let timer;
  const end = listen(["load"], () => timer = setTimeout(callback));
  return () => {
    end();
    clearTimeout(timer);
  };
}
function isFirstShow(event) {
  return event.persisted === false;
}
function listen(types, listener) {
  if (typeof addEventListener !== "function") return () => void 0;
  for (const type of types) addEventListener(type, listener, true);
  return () => {
    for (const type of types) removeEventListener(type, listener, true);
  };
}

export { hasLoaded, holdUp, isHidden, isOffline, isSecurePage, onDeparture, onHide, onLeave, onLoad, onPageLeft, onWake };
//# sourceMappingURL=page.js.map
