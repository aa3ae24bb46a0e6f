/** The connected clients: they connect, send commands, and leave. */
import { carryOut, commandName } from "./commands";
import { Comet } from "./comet";
import type { ConnectionHost } from "./connection";
import { Connection } from "./connection";
import type { Faults } from "./faults";
import type { Handshake } from "./handshake";
import { Observers } from "./observers";
import type { Peers } from "./peers";
import type { ServerSocket } from "./server-socket";
import type { CoreSettings } from "./settings";
import type { ConnectionFilter, ConnectionInfo, DevServerEvents, ReceivedCommand } from "./types";

export class Clients {
  readonly comet: Comet;
  readonly observers = new Observers<DevServerEvents>();
  /** The most connections at one time. */
  peak = 0;
  private readonly connections = new Set<Connection>();
  private readonly commands: ReceivedCommand[] = [];
  private readonly host: ConnectionHost;
  private opened = 0;

  constructor(
    private readonly settings: CoreSettings,
    faults: Faults,
    peers: Peers,
  ) {
    this.comet = new Comet(settings, peers, (message) => this.observers.emit("publish", message));
    this.host = {
      profile: settings.profile,
      cutEnd: settings.cutEnd,
      maxBufferedBytes: settings.limits.maxBufferedBytes,
      maxWaitingCommands: settings.limits.maxWaitingCommands,
      clock: settings.clock,
      delayMs: () => faults.delayMs,
      withholds: (name) => faults.withholds(name),
      onCommand: (connection, text) => this.takeCommand(connection, text),
      onLeave: (connection) => this.remove(connection),
    };
  }

  open(socket: ServerSocket, handshake: Handshake): void {
    const { comet } = this;
    const hash = comet.users.authorise(handshake, comet.seconds());
    const userId = hash === undefined ? 0 : handshake.userId;
    this.opened += 1;
    const connection = new Connection(this.opened, userId, handshake, socket, this.host);
    this.connections.add(connection);
    this.peak = Math.max(this.peak, this.connections.size);
    comet.enter(connection, hash);
    this.observers.emit("connect", describe(connection));
  }

  list(): readonly ConnectionInfo[] {
    return [...this.connections].map(describe);
  }

  /** Oldest first. */
  received(): readonly ReceivedCommand[] {
    return [...this.commands];
  }

  drop(filter?: ConnectionFilter): number {
    return this.each(filter, (connection) => connection.drop());
  }

  goSilent(filter?: ConnectionFilter): number {
    return this.each(filter, (connection) => connection.goSilent());
  }

  resume(): void {
    this.each(undefined, (connection) => connection.resume());
  }

  heldAnswers(): number {
    return [...this.connections].reduce((sum, { heldAnswers }) => sum + heldAnswers, 0);
  }

  releaseAnswers(): number {
    return [...this.connections].reduce((sum, one) => sum + one.releaseAnswers(), 0);
  }

  private each(
    filter: ConnectionFilter | undefined,
    action: (connection: Connection) => void,
  ): number {
    const chosen = [...this.connections].filter((one) => filter?.(describe(one)) ?? true);
    chosen.forEach(action);
    return chosen.length;
  }

  private takeCommand(connection: Connection, text: string): void {
    const command = {
      connection: connection.id,
      userId: connection.userId,
      name: commandName(text),
      text,
      at: this.settings.clock(),
    };
    this.commands.push(command);
    if (this.commands.length > this.settings.limits.maxReceived) this.commands.shift();
    this.observers.emit("command", command);
    // A listener may have closed the connection.
    if (connection.isOpen) carryOut(this.comet, connection, text);
  }

  private remove(connection: Connection): void {
    const last = describe(connection);
    this.connections.delete(connection);
    this.comet.leave(connection);
    this.observers.emit("disconnect", last);
  }
}

function describe(connection: Connection): ConnectionInfo {
  const { id, userId, uuid, openedAt, handshake, channels } = connection;
  return { id, userId, uuid, apiVersion: handshake.apiVersion, channels: [...channels], openedAt };
}
