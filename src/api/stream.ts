import { CometError } from "./errors";

/** How many values wait for a loop that is slower than they come. */
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

/** Values for `for await`, which come and end by themselves. */
export class Stream<Value> implements AsyncIterableIterator<Value> {
  private _state: State = { type: "open" };
  private _waiting: Value[] = [];
  private _readers: Reader<Value>[] = [];
  private _ends: readonly (() => void)[] = [];

  /** @param ends called once the stream has ended, also if it has already. */
  begin(ends: readonly (() => void)[]): void {
    this._ends = ends;
    if (this._state.type !== "open") this._close();
  }

  /** Gives a value. If over 1,000 wait, the stream ends behind them with `dropped`. */
  push(value: Value): void {
    if (this._state.type !== "open") return;
    const reader = this._readers.shift();
    if (reader) return reader.resolve({ value, done: false });
    this._waiting.push(value);
    if (this._waiting.length <= MAX_WAITING) return;
    const text = `over ${MAX_WAITING} messages wait to be read`;
    this.end({ type: "failed", error: new CometError("dropped", text, MAX_WAITING) });
  }

  /** Gives a value in place of those that wait. */
  replace(value: Value): void {
    this._waiting = [];
    this.push(value);
  }

  /** @param isNow whether what waits is not read any more. */
  end(state: State = { type: "ended" }, isNow = false): void {
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
    for (const end of this._ends) end();
  }
}
