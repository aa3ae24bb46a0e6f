import { readStorage, writeStorage } from "./storage";

const STORAGE_KEY = "comet_LogLevel";

/**
 * Writes to the console; no other file does. Level 0 (the default) writes only what a developer
 * must act on, level 1 also connection events. Callers never pass a key, nor a URL, which holds
 * one.
 */
export class Logger {
  private _level = 0;

  /** Kept in localStorage, so that a developer can raise it on a page that cannot be changed. */
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

/** Writes a line that the page has asked for, at any level. */
export function writeLine(text: string): void {
  console.log("CometServer: " + text);
}
