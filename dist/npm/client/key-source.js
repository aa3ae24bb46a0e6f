import { CometError } from '../api/errors.js';
import { claimsOf } from './denial.js';
import { USER_KEY_RULE } from './option-rules.js';

const SOON_S = 30;
const WAIT_MS = 1e3;
const MAX_WAIT_MS = 3e4;
const MAX_REFUSED = 3;
class KeySource {
  /**
   * @param _given the option.
   * @param _checked the key, or `""` for a value that is none.
   */
  constructor(_given, _checked) {
    this._given = _given;
    this._checked = _checked;
    /** Told of each failure. */
    this.onError = () => void 0;
    this._state = { type: "none" };
    this._isStopped = false;
    this._refusals = 0;
  }
  get isUsed() {
    return typeof this._given() === "function";
  }
  /** `""`: none yet. */
  get key() {
    return this._state.type === "known" ? this._state.key : "";
  }
  /** Resolves when there is a key; `undefined`: there is one, or none is needed. */
  prepare() {
    const state = this._state;
    if (this._isStopped || !this.isUsed) return void 0;
    if (state.type === "known" && !expiresSoon(state.key)) return void 0;
    return (state.type === "asked" ? state.done : this._ask()).then(
      () => this._state.type === "known" ? void 0 : this.prepare()
    );
  }
  /** The server refuses the key. Returns whether another one may be asked for. */
  refuse() {
    if (!this.isUsed || !this.key || ++this._refusals > MAX_REFUSED) return false;
    this._state = { type: "none" };
    return true;
  }
  /** The server accepts the key. */
  accept() {
    this._refusals = 0;
  }
  start() {
    this._isStopped = false;
  }
  /** The page wants another attempt: asks anew if the last question has brought no good key. */
  retry() {
    if (!this.key || this._refusals > MAX_REFUSED) this.reset();
  }
  /** Asks the page no more until `start`, and forgets the key. */
  stop() {
    this._isStopped = true;
    this.reset();
  }
  /** Forgets the key, and gives up asking for one. */
  reset() {
    const state = this._state;
    this._state = { type: "none" };
    this._refusals = 0;
    if (state.type === "asked") state.end();
  }
  _ask() {
    let end = () => void 0;
    const done = new Promise((resolve) => end = resolve);
    const asked = { type: "asked", done, end };
    this._state = asked;
    const settle = (key) => {
      if (this._state !== asked) return;
      this._state = { type: "known", key };
      end();
    };
    const again = (error, wait) => {
      if (this._state !== asked) return;
      this.onError(error);
      const timer = setTimeout(() => void attempt(Math.min(2 * wait, MAX_WAIT_MS)), wait);
      void done.then(() => clearTimeout(timer));
    };
    const attempt = async (wait) => {
      try {
        const value = await this._given()();
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
function failed(error) {
  const name = error instanceof Error ? error.name : typeof error;
  return new CometError("key", `user_key() failed (${name}); it is asked again`, name);
}
function noKey(value) {
  const what = typeof value === "string" ? `a text of ${value.length} characters` : typeof value;
  const text = `user_key() gave ${what}, not a text of ${USER_KEY_RULE}; it is asked again`;
  return new CometError("key", text, typeof value);
}
function expiresSoon(key) {
  const expiry = claimsOf(key)?.exp;
  return typeof expiry === "number" && expiry < Date.now() / 1e3 + SOON_S;
}

export { KeySource };
//# sourceMappingURL=key-source.js.map
