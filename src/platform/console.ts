import { callPage } from "./tasks";
import { readStorage, writeStorage } from "./storage";

const STORAGE_KEY = "comet_LogLevel";

/** Where lines go instead of the console. */
export type Sink = Record<"debug" | "info" | "warn" | "error", (text: string) => void>;

/**
 * Writes to the console; no other file does. Level 0 (the default) writes only what a developer
 * must act on, level 1 also connection events. Callers never pass a key, nor a URL, which holds
 * one.
 */
export class Logger {
  private _level = 0;
  /** What `warnOnce` has warned of. */
  private readonly _warnedOf = new Set<string>();

  /** @param _sink where all lines go, whatever the level; `undefined`: to the console. */
  constructor(private readonly _sink: () => Sink | undefined = () => undefined) {}

  /** Kept in localStorage, so that a developer can raise it on a page that cannot be changed. */
  get level(): number {
    return (this._level = this._level || levelOf(readStorage(STORAGE_KEY)));
  }

  set level(level: number) {
    this._level = levelOf(level);
    writeStorage(STORAGE_KEY, String(this._level));
  }

  error(text: string): void {
    if (!this._pass("error", text)) console.error("CometServer: " + text);
  }

  warn(text: string): void {
    if (!this._pass("warn", text)) console.warn("CometServer: " + text);
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

  info(text: string): void {
    if (!this._pass("info", text) && this.level > 0) writeLine(text);
  }

  debug(text: string): void {
    if (!this._pass("debug", text) && this.level > 0) writeLine(text);
  }

  private _pass(level: keyof Sink, text: string): boolean {
    const sink = this._sink();
    if (sink) callPage(() => sink[level](text));
    return sink !== undefined;
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
