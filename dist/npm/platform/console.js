import { readStorage, writeStorage } from './storage.js';

const STORAGE_KEY = "comet_LogLevel";
class Logger {
  constructor() {
    this._level = 0;
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
    console.error("CometServer: " + text);
  }
  warn(text) {
    console.warn("CometServer: " + text);
  }
  debug(text) {
    if (this.level > 0) writeLine(text);
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
