/** In the page: counts what is alive of all that a library can leave behind. */

export type Census = Record<string, number>;

declare global {
  interface Window {
    census(): Census;
  }
}

const alive: Record<string, Set<unknown>> = {};

function group(name: string): Set<unknown> {
  return (alive[name] ??= new Set());
}

function countTimers(): void {
  const timeouts = group("timeouts");
  const intervals = group("intervals");
  const { setTimeout, setInterval, clearTimeout, clearInterval } = window;
  Object.assign(window, {
    setTimeout(task: () => void, ...rest: [number]) {
      const id = setTimeout(
        () => {
          timeouts.delete(id);
          task();
        },
        ...rest,
      );
      timeouts.add(id);
      return id;
    },
    setInterval(...args: Parameters<typeof setInterval>) {
      const id = setInterval(...args);
      intervals.add(id);
      return id;
    },
    clearTimeout(id: number) {
      timeouts.delete(id);
      clearTimeout(id);
    },
    clearInterval(id: number) {
      intervals.delete(id);
      clearInterval(id);
    },
  });
}

const ONCE = { once: true };

/** Listeners that end without being removed. */
function forgetEnded(options: unknown, whenHeard: () => void, forget: () => void): void {
  const { once, signal } = Object(options) as AddEventListenerOptions;
  if (once) whenHeard();
  signal?.addEventListener("abort", forget);
}

type AddArguments = [type: string, listener: unknown, options?: unknown];

/** Listeners of what outlives the library; those of its own objects end with them. */
function countListeners(): void {
  const outlives = (target: unknown) =>
    target === undefined || target === window || target === document || target === navigator;
  const patch = (name: "addEventListener" | "removeEventListener") => {
    const native = EventTarget.prototype[name] as (...args: AddArguments) => void;
    const patched = function (this: EventTarget, ...args: AddArguments): void {
      native.apply(this ?? window, args);
      if (!outlives(this)) return;
      const [type, listener, options] = args;
      const all = group(`listeners of ${type}`);
      if (name === "removeEventListener") all.delete(listener);
      else {
        all.add(listener);
        forgetEnded(
          options,
          () => native.call(this, type, () => all.delete(listener), ONCE),
          () => all.delete(listener),
        );
      }
    };
    Object.assign(EventTarget.prototype, { [name]: patched });
  };
  patch("addEventListener");
  patch("removeEventListener");
}

/** Objects that live until they are ended. */
function countObjects(name: "BroadcastChannel" | "Worker", end: "close" | "terminate"): void {
  const Native = window[name] as (new (...args: unknown[]) => object) | undefined;
  if (!Native) return;
  const objects = group(name);
  const Counted = class extends Native {
    constructor(...args: unknown[]) {
      super(...args);
      objects.add(this);
    }
  };
  const ending = (Native.prototype as Record<string, () => void>)[end];
  Object.assign(Counted.prototype, {
    [end](this: object) {
      objects.delete(this);
      ending?.call(this);
    },
  });
  Object.assign(window, { [name]: Counted });
}

function countSockets(): void {
  const sockets = group("WebSocket");
  window.WebSocket = class extends WebSocket {
    constructor(...args: ConstructorParameters<typeof WebSocket>) {
      super(...args);
      sockets.add(this);
      this.addEventListener("close", () => sockets.delete(this));
    }
  };
}

function countLocks(): void {
  const { locks } = navigator as { locks?: LockManager };
  if (!locks) return;
  const requests = group("lock requests");
  const native = locks.request.bind(locks) as (...args: unknown[]) => Promise<unknown>;
  Object.assign(locks, {
    request(...args: unknown[]) {
      const request = native(...args);
      requests.add(request);
      const settle = () => void requests.delete(request);
      request.then(settle, settle);
      return request;
    },
  });
}

export function installCensus(): void {
  countTimers();
  countListeners();
  countObjects("BroadcastChannel", "close");
  countObjects("Worker", "terminate");
  countSockets();
  countLocks();
  window.census = () =>
    Object.fromEntries(
      Object.entries(alive)
        .map(([name, { size }]) => [name, size] as const)
        .filter(([, size]) => size > 0),
    );
}
