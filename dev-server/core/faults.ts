/** The faults that a test has ordered. */
import { COMMAND_NAMES } from "./commands";
import { checkInteger, checkOneOf, InputError } from "./input";
import type { CommandName } from "./types";

/**
 * How new connections are refused:
 * - 401, 406, 418: the frame of that handshake error, then the end of the connection;
 * - `"connection"`: the TCP connection is dropped without an answer;
 * - `"http"`: HTTP status 503 instead of a WebSocket;
 * - `"silence"`: no answer while the refusal lasts; then the connections are dropped.
 */
export type Refusal = 401 | 406 | 418 | "connection" | "http" | "silence";

const REFUSALS: readonly Refusal[] = [401, 406, 418, "connection", "http", "silence"];

/** A day: longer timers than 24 days would fire at once. */
const MAX_DELAY_MS = 86_400_000;

export function checkRefusal(value: unknown): Refusal | null {
  return value === null ? null : checkOneOf<Refusal>("refusal", value, REFUSALS);
}

export function checkDelay(value: unknown): number {
  return checkInteger("delay", value, 0, MAX_DELAY_MS);
}

export function checkCommands(value: unknown): readonly CommandName[] {
  if (!Array.isArray(value)) throw new InputError("withhold", value, "a list of commands");
  return value.map((name) => checkOneOf<CommandName>("command", name, COMMAND_NAMES));
}

export class Faults {
  private refusing: Refusal | null = null;
  private delaying = 0;
  private withheld: ReadonlySet<CommandName> = new Set();

  get refusal(): Refusal | null {
    return this.refusing;
  }

  set refusal(value: Refusal | null) {
    this.refusing = checkRefusal(value);
  }

  /** Milliseconds for which frames to clients are held back. */
  get delayMs(): number {
    return this.delaying;
  }

  set delayMs(value: number) {
    this.delaying = checkDelay(value);
  }

  /** Commands whose answers are held back. */
  get withheldCommands(): readonly CommandName[] {
    return [...this.withheld];
  }

  set withheldCommands(names: readonly CommandName[]) {
    this.withheld = new Set(checkCommands(names));
  }

  withholds(name: CommandName | undefined): boolean {
    return name !== undefined && this.withheld.has(name);
  }
}
