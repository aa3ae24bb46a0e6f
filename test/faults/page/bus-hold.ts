/** In the page: messages of other tabs can be held back, as by a busy browser process. */

interface Held {
  target: EventTarget;
  copy: Event;
}

declare global {
  interface Window {
    /** `true`: nothing comes in; `false`: what was held comes at once, in order. */
    holdBus(isHeld: boolean): void;
  }
}

let isHeld = false;
const held: Held[] = [];
const released = new WeakSet<Event>();

/** Runs before every other listener of the target, and keeps the event from them. */
function hold(event: Event, copy: () => Event): void {
  if (!isHeld || released.has(event)) return;
  event.stopImmediatePropagation();
  held.push({ target: event.currentTarget as EventTarget, copy: copy() });
}

function holdBroadcasts(): void {
  const Native = window.BroadcastChannel;
  if (typeof Native !== "function") return;
  window.BroadcastChannel = class extends Native {
    constructor(name: string) {
      super(name);
      this.addEventListener("message", (event) =>
        hold(event, () => new MessageEvent("message", { data: event.data })),
      );
    }
  };
}

function holdStorage(): void {
  window.addEventListener("storage", (event) =>
    hold(event, () => {
      const { key, newValue, oldValue, url, storageArea } = event;
      return new StorageEvent("storage", { key, newValue, oldValue, url, storageArea });
    }),
  );
}

export function installBusHold(): void {
  holdBroadcasts();
  holdStorage();
  window.holdBus = (value) => {
    isHeld = value;
    if (isHeld) return;
    for (const { target, copy } of held.splice(0)) {
      released.add(copy);
      target.dispatchEvent(copy);
    }
  };
}
