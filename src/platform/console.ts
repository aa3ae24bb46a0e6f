import { readStorage, writeStorage } from "./storage";

const STORAGE_KEY = "comet_LogLevel";

/**
 * The only file that writes to the console. Level 0 (the default) writes what a developer must act
 * on, level 1 also what happens to the connection. Keys, and URLs that hold one, are never passed
 * to it.
 */
export class Logger {
  private _level = 0;

  /** Kept in localStorage, so that it can be turned on for a page one cannot change. */
  get level(): number {
    return (this._level = this._level || Number(readStorage(STORAGE_KEY)) || 0);
  }

  set level(level: number) {
    this._level = Number(level) || 0;
    writeStorage(STORAGE_KEY, String(this._level));
  }

  error(text: string): void {
    console.error("CometServer: " + text);
  }

  warn(text: string): void {
    console.warn("CometServer: " + text);
  }

  debug(text: string): void {
    if (this.level > 0) writeLine(text);
  }
}

/** For what a page has asked to be told. */
export function writeLine(text: string): void {
  console.log("CometServer: " + text);
}
