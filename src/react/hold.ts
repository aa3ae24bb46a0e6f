import type { CometOptions, CometServerApi } from "../index";
import { nextTask } from "../platform/tasks";

/** The providers of an instance that was stopped before them. */
interface Hold {
  count: number;
}

const holds = new WeakMap<CometServerApi, Hold>();
/** The options that providers gave last; they outlive a hold, because instances keep options. */
const given = new WeakMap<CometServerApi, CometOptions>();

/** Equal for options with equal values; what cannot be compared by its value counts as equal. */
export function fingerprint(options: CometOptions): string {
  return JSON.stringify(options, (name, value: unknown) => {
    if (typeof value === "function") return "function";
    // A logger may be anything, even an object that refers to itself.
    return name === "logger" ? Boolean(value) : value;
  });
}

/**
 * Starts an instance. Returns a function that stops it again, if it was stopped before, in a later
 * task: StrictMode and a provider that takes another one's place unmount and mount in one.
 */
export function hold(api: CometServerApi, options: CometOptions): () => void {
  const known = holds.get(api) ?? (api.state === "stopped" ? { count: 0 } : undefined);
  if (known) {
    known.count++;
    holds.set(api, known);
  }
  api.start(withoutOld(given.get(api), options));
  given.set(api, options);
  return () => {
    if (!known) return;
    known.count--;
    nextTask(() => {
      if (known.count || holds.get(api) !== known) return;
      holds.delete(api);
      api.stop();
    });
  };
}

/** `start` keeps options that it is not given. `null` has each of them return to its default. */
function withoutOld(old: CometOptions = {}, options: CometOptions): CometOptions {
  const isGone = (name: string) =>
    old[name as keyof CometOptions] !== undefined &&
    options[name as keyof CometOptions] === undefined;
  const gone = Object.keys(old).filter(isGone);
  return { ...options, ...Object.fromEntries(gone.map((name) => [name, null])) };
}
