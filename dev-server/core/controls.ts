/** The interface of a running server: checks each call and passes it to the part that does it. */
import { MAX_LOG_LENGTH } from "./channel-logs";
import type { Clients } from "./clients";
import type { Faults, Refusal } from "./faults";
import { checkChannel, checkEvent, checkHash, checkInteger, checkUserId } from "./input";
import { literalText } from "./literal";
import type { CoreSettings } from "./settings";
import type {
  CommandName,
  ConnectionFilter,
  DevServerEvents,
  MessageOptions,
  ServerControl,
  TokenOptions,
} from "./types";

const TOKEN_SECONDS = 3600;
const MAX_TOKEN_SECONDS = 10 ** 10;

/** Takes the requests for a connection. */
export interface Entrance {
  /** The number of requests so far, refused ones included. */
  readonly attempts: number;
  /** Drops the requests that got no answer. */
  dropUnanswered(): void;
}

/** The parts of a server. */
export interface CoreParts {
  readonly settings: CoreSettings;
  readonly faults: Faults;
  readonly clients: Clients;
  readonly entrance: Entrance;
}

export class Controls implements ServerControl {
  constructor(protected readonly core: CoreParts) {}

  get connections() {
    return this.core.clients.list();
  }

  get peakConnections() {
    return this.core.clients.peak;
  }

  get connectionAttempts() {
    return this.core.entrance.attempts;
  }

  get received() {
    return this.core.clients.received();
  }

  get logs() {
    return this.comet.logs.lengths();
  }

  get heldAnswers() {
    return this.core.clients.heldAnswers();
  }

  authorize(userId: number, hash: string): void {
    this.comet.users.setHash(checkUserId(userId), checkHash(hash));
  }

  token(userId: number, { expiresIn = TOKEN_SECONDS }: TokenOptions = {}): string {
    checkInteger("expiresIn", expiresIn, -MAX_TOKEN_SECONDS, MAX_TOKEN_SECONDS);
    const claims = { userId: checkUserId(userId), expires: this.comet.seconds() + expiresIn };
    return this.core.settings.secrets.sign(claims);
  }

  setUserData(userId: number, data: unknown, options?: MessageOptions): void {
    this.comet.users.setData(checkUserId(userId), literalText(data, options));
  }

  publish(channel: string, event: string, data: unknown, options?: MessageOptions): number {
    const text = literalText(data, options);
    const message = { channel: checkChannel(channel), event: checkEvent(event) };
    return this.comet.publish({ ...message, text, logText: text })?.delivered ?? 0;
  }

  sendToUser(userId: number, event: string, data: unknown, options?: MessageOptions): number {
    const text = literalText(data, options);
    return this.comet.sendToUser(checkUserId(userId), checkEvent(event), text);
  }

  keepLog(channel: string, length: number): void {
    const checked = checkInteger("length", length, 0, MAX_LOG_LENGTH);
    this.comet.logs.setLength(checkChannel(channel), checked);
  }

  closeConnections(filter?: ConnectionFilter): number {
    return this.core.clients.drop(filter);
  }

  refuse(how: Refusal | null): void {
    this.core.faults.refusal = how;
    if (how !== "silence") this.core.entrance.dropUnanswered();
  }

  delay(milliseconds: number): void {
    this.core.faults.delayMs = milliseconds;
  }

  goSilent(filter?: ConnectionFilter): number {
    return this.core.clients.goSilent(filter);
  }

  resume(): void {
    this.core.clients.resume();
  }

  withholdAnswers(commands: readonly CommandName[]): void {
    this.core.faults.withheldCommands = commands;
  }

  releaseAnswers(): number {
    this.core.faults.withheldCommands = [];
    return this.core.clients.releaseAnswers();
  }

  on<E extends keyof DevServerEvents>(
    event: E,
    listener: (value: DevServerEvents[E]) => void,
  ): () => void {
    return this.core.clients.observers.on(event, listener);
  }

  get comet() {
    return this.core.clients.comet;
  }
}
