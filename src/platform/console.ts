import { readStorage, writeStorage } from "./storage";

const STORAGE_KEY = "comet_LogLevel";

/**
 * Writes to the console; no other file does. Level 0 (the default) writes only what a developer
 * must act on, level 1 also connection events. Callers never pass a key, nor a URL, which holds
 * one.
 */
export class Logger {
  private _level = 0;
  /** What `warnOnce` has warned of. */
  private readonly _warnedOf = new Set<string>();

  /** Kept in localStorage, so that a developer can raise it on a page that cannot be changed. */
  get level(): number {
    return (this._level = this._level || levelOf(readStorage(STORAGE_KEY)));
  }

  set level(level: number) {
    this._level = levelOf(level);
    writeStorage(STORAGE_KEY, String(this._level));
  }

  error(text: string): void {
    console.error("CometServer: " + text);
  }

  warn(text: string): void {
    console.warn("CometServer: " + text);
  }

  /**
   * Warns once of each cause: a page may call `start` at every click.
   * @param text `""` for no warning.
   * @param cause is not written, so it may hold a key.
   */
  warnOnce(text: string, cause = text): void {
    if (!text || this._warnedOf.has(cause)) return;
    this._warnedOf.add(cause);
    this.warn(text);
  }

  debug(text: string): void {
    if (this.level > 0) writeLine(text);
  }
}

/** A level that the page has given, or a developer has stored; 0 for what is no number. */
function levelOf(value: unknown): number {
  return ["number", "string", "boolean"].includes(typeof value) ? Number(value) || 0 : 0;
}

/** Writes a line that the page has asked for, at any level. */
export function writeLine(text: string): void {
  console.log("CometServer: " + text);
}
