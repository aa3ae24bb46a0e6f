/** The interface of a running server: checks each call and passes it to the part that does it. */
import { MAX_LOG_LENGTH } from "./channel-logs";
import type { Clients } from "./clients";
import type { Faults, Refusal } from "./faults";
import type { Gateway } from "./gateway";
import { checkChannel, checkEvent, checkHash, checkInteger, checkUserId } from "./input";
import { signToken, tokenSecret } from "./jwt";
import type { TcpPort } from "./listen";
import { nodeName } from "./listen";
import { literalText } from "./literal";
import type { Settings } from "./options";
import type {
  CommandName,
  ConnectionFilter,
  DevServer,
  DevServerEvents,
  MessageOptions,
  TokenOptions,
} from "./types";

const TOKEN_SECONDS = 3600;
const MAX_TOKEN_SECONDS = 10 ** 10;

export interface Parts {
  readonly settings: Settings;
  readonly faults: Faults;
  readonly clients: Clients;
  readonly gateway: Gateway;
  readonly port: TcpPort;
}

export class RunningServer implements DevServer {
  readonly port: number;
  readonly host: string;
  readonly node: string;
  readonly address: string;
  private closing: Promise<void> | undefined;

  constructor(private readonly parts: Parts) {
    this.port = parts.port.number;
    this.host = parts.settings.host;
    this.node = nodeName(this.host, this.port);
    this.address = `http://${this.node}`;
  }

  get connections() {
    return this.parts.clients.list();
  }

  get peakConnections() {
    return this.parts.clients.peak;
  }

  get connectionAttempts() {
    return this.parts.gateway.attempts;
  }

  get received() {
    return this.parts.clients.received();
  }

  get logs() {
    return this.comet.logs.lengths();
  }

  get heldAnswers() {
    return this.parts.clients.heldAnswers();
  }

  authorize(userId: number, hash: string): void {
    this.comet.users.setHash(checkUserId(userId), checkHash(hash));
  }

  token(userId: number, { expiresIn = TOKEN_SECONDS }: TokenOptions = {}): string {
    checkInteger("expiresIn", expiresIn, -MAX_TOKEN_SECONDS, MAX_TOKEN_SECONDS);
    const claims = { userId: checkUserId(userId), expires: this.comet.seconds() + expiresIn };
    return signToken(claims, tokenSecret(this.parts.settings.password));
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
    return this.parts.clients.drop(filter);
  }

  refuse(how: Refusal | null): void {
    this.parts.faults.refusal = how;
    if (how !== "silence") this.parts.gateway.dropUnanswered();
  }

  delay(milliseconds: number): void {
    this.parts.faults.delayMs = milliseconds;
  }

  goSilent(filter?: ConnectionFilter): number {
    return this.parts.clients.goSilent(filter);
  }

  resume(): void {
    this.parts.clients.resume();
  }

  withholdAnswers(commands: readonly CommandName[]): void {
    this.parts.faults.withheldCommands = commands;
  }

  releaseAnswers(): number {
    this.parts.faults.withheldCommands = [];
    return this.parts.clients.releaseAnswers();
  }

  on<E extends keyof DevServerEvents>(
    event: E,
    listener: (value: DevServerEvents[E]) => void,
  ): () => void {
    return this.parts.clients.observers.on(event, listener);
  }

  close(): Promise<void> {
    this.closing ??= this.stop();
    return this.closing;
  }

  get comet() {
    return this.parts.clients.comet;
  }

  /** False after {@link kill} and {@link close}. */
  get isRunning(): boolean {
    return this.parts.port.isOpen;
  }

  /**
   * Ends as a crash does. Neither clients nor other nodes are told anything: the port is cut first,
   * and silent connections write none of the frames that tell clients who has left.
   */
  kill(): void {
    this.parts.port.cut();
    this.goSilent();
    this.cutConnections();
  }

  /** Runs again after {@link kill}, with all that the database held. */
  revive(): void {
    this.parts.port.restore();
  }

  private stop(): Promise<void> {
    this.cutConnections();
    return this.parts.port.close();
  }

  private cutConnections(): void {
    this.closeConnections();
    this.parts.gateway.close();
  }
}
