import { readStorage, writeStorage } from './storage.js';

const STORAGE_KEY = "comet_LogLevel";
class Logger {
  constructor() {
    this._level = 0;
  }
  /** Kept in localStorage, so that a developer can raise it on a page that cannot be changed. */
  get level() {
    return this._level = this._level || Number(readStorage(STORAGE_KEY)) || 0;
  }
  set level(level) {
    this._level = Number(level) || 0;
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
function writeLine(text) {
  console.log("CometServer: " + text);
}

export { Logger, writeLine };
//# sourceMappingURL=console.js.map
