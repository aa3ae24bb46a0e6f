/** Faults to order: what goes wrong at the moment. */
import type { CommandName } from "./commands";
import { COMMAND_NAMES } from "./commands";
import { checkInteger, checkOneOf } from "./input";

/**
 * What becomes of new connections:
 * - 401, 406, 418: the frame of that handshake error, then the end of the connection;
 * - `"connection"`: the TCP connection is dropped without an answer;
 * - `"http"`: HTTP status 503 instead of a WebSocket;
 * - `"silence"`: no answer, for as long as the refusal lasts; then they are dropped.
 */
export type Refusal = 401 | 406 | 418 | "connection" | "http" | "silence";

const REFUSALS: readonly Refusal[] = [401, 406, 418, "connection", "http", "silence"];

/** A day: longer timers than 24 days would fire at once. */
const MAX_DELAY_MS = 86_400_000;

export class Faults {
  private refusing: Refusal | null = null;
  private delaying = 0;
  private withheld: ReadonlySet<CommandName> = new Set();

  get refusal(): Refusal | null {
    return this.refusing;
  }

  set refusal(value: Refusal | null) {
    this.refusing = value === null ? null : checkOneOf<Refusal>("refusal", value, REFUSALS);
  }

  /** Milliseconds for which frames to clients are held back. */
  get delayMs(): number {
    return this.delaying;
  }

  set delayMs(value: number) {
    this.delaying = checkInteger("delay", value, 0, MAX_DELAY_MS);
  }

  /** Commands whose answers are held back. */
  get withheldCommands(): readonly CommandName[] {
    return [...this.withheld];
  }

  set withheldCommands(names: readonly CommandName[]) {
    this.withheld = new Set(names.map((name) => checkOneOf("command", name, COMMAND_NAMES)));
  }

  withholds(name: CommandName | undefined): boolean {
    return name !== undefined && this.withheld.has(name);
  }
}
