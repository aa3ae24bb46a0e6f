import { CometError } from "../api/errors";
import { claimsOf } from "./denial";
import { USER_KEY_RULE } from "./option-rules";

/** A token that expires sooner is renewed before a connection. */
const SOON_S = 30;
/** The first wait after a failure, and the longest. */
const WAIT_MS = 1_000;
const MAX_WAIT_MS = 30_000;
/** If the server refuses so many keys in a row, no more are asked for. */
const MAX_REFUSED = 3;

type State =
  | { type: "none" }
  /** The page was asked. `end` gives that up. */
  | { type: "asked"; done: Promise<void>; end: () => void }
  | { type: "known"; key: string };

/**
 * The keys of an option `user_key` that is a function. It is asked before a connection that has no key
 * yet, or one that expires soon or was refused; where it fails, again after 1 s, 2 s and so on up to
 * half a minute.
 */
export class KeySource {
  /** Told of each failure. */
  onError: (error: CometError) => void = () => undefined;
  private _state: State = { type: "none" };
  private _isStopped = false;
  private _refusals = 0;

  /**
   * @param _given the option.
   * @param _checked the key, or `""` for a value that is none.
   */
  constructor(
    private readonly _given: () => unknown,
    private readonly _checked: (key: unknown) => string,
  ) {}

  get isUsed(): boolean {
    return typeof this._given() === "function";
  }

  /** `""`: none yet. */
  get key(): string {
    return this._state.type === "known" ? this._state.key : "";
  }

  /** Resolves when there is a key; `undefined`: there is one, or none is needed. */
  prepare(): Promise<void> | undefined {
    const state = this._state;
    if (this._isStopped || !this.isUsed) return undefined;
    if (state.type === "known" && !expiresSoon(state.key)) return undefined;
    // The visitor may have changed meanwhile.
    return (state.type === "asked" ? state.done : this._ask()).then(() =>
      this._state.type === "known" ? undefined : this.prepare(),
    );
  }

  /** The server refuses the key. Returns whether another one may be asked for. */
  refuse(): boolean {
    // A page that has no key for now is not asked again: its visitor is anonymous.
    if (!this.isUsed || !this.key || ++this._refusals > MAX_REFUSED) return false;
    this._state = { type: "none" };
    return true;
  }

  /** The server accepts the key. */
  accept(): void {
    this._refusals = 0;
  }

  start(): void {
    this._isStopped = false;
  }

  /** The page wants another attempt: asks anew if the last question has brought no good key. */
  retry(): void {
    if (!this.key || this._refusals > MAX_REFUSED) this.reset();
  }

  /** Asks the page no more until `start`, and forgets the key. */
  stop(): void {
    this._isStopped = true;
    this.reset();
  }

  /** Forgets the key, and gives up asking for one. */
  reset(): void {
    const state = this._state;
    this._state = { type: "none" };
    this._refusals = 0;
    if (state.type === "asked") state.end();
  }

  private _ask(): Promise<void> {
    let end = (): void => undefined;
    const done = new Promise<void>((resolve) => (end = resolve));
    const asked: State = { type: "asked", done, end };
    this._state = asked;
    const settle = (key: string) => {
      if (this._state !== asked) return;
      this._state = { type: "known", key };
      end();
    };
    const again = (error: CometError, wait: number) => {
      if (this._state !== asked) return;
      this.onError(error);
      const timer = setTimeout(() => void attempt(Math.min(2 * wait, MAX_WAIT_MS)), wait);
      void done.then(() => clearTimeout(timer));
    };
    const attempt = async (wait: number) => {
      try {
        const value: unknown = await (this._given() as () => unknown)();
        const key = this._checked(value);
        if (value && !key) again(noKey(value), wait);
        else settle(key);
      } catch (error) {
        again(failed(error), wait);
      }
    };
    void attempt(WAIT_MS);
    return done;
  }
}

/** Without the page's error, whose text may hold a key. */
function failed(error: unknown): CometError {
  const name = error instanceof Error ? error.name : typeof error;
  return new CometError("key", `user_key() failed (${name}); it is asked again`, name);
}

/** The function has given something else. A text may hold a key: only its length is told. */
function noKey(value: unknown): CometError {
  const what = typeof value === "string" ? `a text of ${value.length} characters` : typeof value;
  const text = `user_key() gave ${what}, not a text of ${USER_KEY_RULE}; it is asked again`;
  return new CometError("key", text, typeof value);
}

function expiresSoon(key: string): boolean {
  const expiry = claimsOf(key)?.exp;
  return typeof expiry === "number" && expiry < Date.now() / 1_000 + SOON_S;
}
