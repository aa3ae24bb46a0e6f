import type { KeyOf, MessageOf, Suggested } from "./channels";
import type { CometServerApi } from "./contract";
import { CometError, wasAborted } from "./errors";
import type { SubscribeOptions, Subscription } from "./promises";

/** How many messages wait for a loop that is slower than they come. */
const MAX_WAITING = 1_000;

/** Settles a call of `next()`. */
interface Reader<Value> {
  resolve(result: IteratorResult<Value, undefined>): void;
  reject(error: CometError): void;
}

type State =
  | { type: "open" }
  /** Ends without an error once it was read to its end. */
  | { type: "ended" }
  /** Ends with this error once it was read to its end. */
  | { type: "failed"; error: CometError };

/**
 * The messages of a key, for `for await`. Begins at once: what comes before the first `next()` waits.
 * `stop()` and `unsubscriptionAll()` end it, `options.signal` ends it with the error `aborted`; if over
 * 1,000 messages wait, it ends behind them with `dropped`. Leaving the loop ends the subscription.
 * @throws CometError `argument` for a bad key or option.
 */
export function messages<Channels extends object, K extends Suggested<Channels>>(
  api: CometServerApi<Channels>,
  key: KeyOf<Channels, K>,
  options?: Omit<SubscribeOptions, "once">,
): AsyncIterableIterator<MessageOf<Channels, K>> {
  const stream = new Stream<MessageOf<Channels, K>>();
  const subscription = api.subscribe<K>(key, (message) => stream.push(message), options);
  stream.begin(subscription, [
    api.on("state", ({ state }) => state === "stopped" && stream.end({ type: "ended" })),
    onAbort(options?.signal, (error) => stream.end({ type: "failed", error }, true)),
  ]);
  return stream;
}

class Stream<Value> implements AsyncIterableIterator<Value> {
  private _state: State = { type: "open" };
  private _waiting: Value[] = [];
  private _readers: Reader<Value>[] = [];
  private _subscription: Subscription | undefined;
  private _ends: readonly (() => void)[] = [];

  begin(subscription: Subscription, ends: readonly (() => void)[]): void {
    this._subscription = subscription;
    this._ends = ends;
    if (this._state.type !== "open") return this._close();
    void subscription.ended.then(() => this.end({ type: "ended" }));
  }

  push(value: Value): void {
    const reader = this._readers.shift();
    if (reader) return reader.resolve({ value, done: false });
    this._waiting.push(value);
    if (this._waiting.length <= MAX_WAITING) return;
    const text = `over ${MAX_WAITING} messages wait to be read`;
    this.end({ type: "failed", error: new CometError("dropped", text, MAX_WAITING) });
  }

  /** @param isNow whether what waits is not read any more. */
  end(state: State, isNow = false): void {
    if (isNow) this._waiting = [];
    if (this._state.type !== "open") return;
    this._state = state;
    this._close();
    for (const reader of this._readers.splice(0)) this._settle(reader);
  }

  next(): Promise<IteratorResult<Value, undefined>> {
    return new Promise((resolve, reject) => {
      const reader = { resolve, reject };
      if (this._waiting.length) resolve({ value: this._waiting.shift() as Value, done: false });
      else if (this._state.type === "open") this._readers.push(reader);
      else this._settle(reader);
    });
  }

  return(): Promise<IteratorResult<Value, undefined>> {
    this.end({ type: "ended" }, true);
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** An error is told once; then it has ended. */
  private _settle({ resolve, reject }: Reader<Value>): void {
    const state = this._state;
    this._state = { type: "ended" };
    if (state.type === "failed") reject(state.error);
    else resolve({ value: undefined, done: true });
  }

  private _close(): void {
    this._subscription?.unsubscribe();
    for (const end of this._ends) end();
  }
}

function onAbort(
  signal: AbortSignal | undefined,
  callback: (error: CometError) => void,
): () => void {
  if (!signal) return () => undefined;
  const abort = () => callback(wasAborted(signal));
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  return () => signal.removeEventListener("abort", abort);
}
