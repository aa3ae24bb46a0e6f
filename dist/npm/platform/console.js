import { callPage } from './tasks.js';
import { readStorage, writeStorage } from './storage.js';

const STORAGE_KEY = "comet_LogLevel";
class Logger {
  /** @param _sink where all lines go, whatever the level; `undefined`: to the console. */
  constructor(_sink = () => void 0) {
    this._sink = _sink;
    this._level = 0;
    /** What `warnOnce` has warned of. */
    this._warnedOf = /* @__PURE__ */ new Set();
  }
  /** Kept in localStorage, so that a developer can raise it on a page that cannot be changed. */
  get level() {
    return this._level = this._level || levelOf(readStorage(STORAGE_KEY));
  }
  set level(level) {
    this._level = levelOf(level);
    writeStorage(STORAGE_KEY, String(this._level));
  }
  error(text) {
    if (!this._pass("error", text)) console.error("CometServer: " + text);
  }
  warn(text) {
    if (!this._pass("warn", text)) console.warn("CometServer: " + text);
  }
  /**
   * Warns once of each cause: a page may call `start` at every click.
   * @param text `""` for no warning.
   * @param cause is not written, so it may hold a key.
   */
  warnOnce(text, cause = text) {
    if (!text || this._warnedOf.has(cause)) return;
    this._warnedOf.add(cause);
    this.warn(text);
  }
  info(text) {
    if (!this._pass("info", text) && this.level > 0) writeLine(text);
  }
  debug(text) {
    if (!this._pass("debug", text) && this.level > 0) writeLine(text);
  }
  _pass(level, text) {
    const sink = this._sink();
    if (sink) callPage(() => sink[level](text));
    return sink !== void 0;
  }
}
function levelOf(value) {
  return ["number", "string", "boolean"].includes(typeof value) ? Number(value) || 0 : 0;
}
function writeLine(text) {
  console.log("CometServer: " + text);
}

export { Logger, writeLine };
//# sourceMappingURL=console.js.map
