import { randomId } from "../platform/ids";
import { CometError } from "../api/errors";
import type { ConnectionListener, Sent } from "./connection";
import { FENCE, listText, traitsOf } from "../protocol/commands";
import { MARKER_LENGTH } from "../protocol/limits";
import { decodeFrame, type ServerMessage } from "../protocol/messages";
import { InFlight } from "./in-flight";
import { Liveness, type LivenessEvents } from "./liveness";
import type { Network } from "./network";
import { SocketLink, type SocketEvents } from "./socket";

/** The address of a node that shards connect to, and what happened to their attempts to reach it. */
export interface Address {
  /** The node, as the page named it. */
  readonly node: string;
  /**
   * Called before each attempt of a shard. The URL holds the key: never write it anywhere. A promise:
   * the key has to be fetched. It never rejects.
   */
  nextUrl(shard: number): string | Promise<string>;
  /** The node that the shard's last attempt leads to. */
  nodeOf(shard: number): string;
  /** The server was reached. Returns false if the socket leads to another node than the others do. */
  connected(shard: number): boolean;
  /** An attempt failed. */
  failed(shard: number): void;
  /** A socket ended by which the server was reached. */
  ended(shard: number): void;
}

/**
 * A shard of the connection, over any number of successive sockets. It writes the list of channels
 * again on each socket, and finds the command that an answer belongs to.
 */
export class Session implements SocketEvents, LivenessEvents {
  private readonly _socket: SocketLink;
  private readonly _liveness = new Liveness(this);
  private readonly _inFlight = new InFlight();
  /** The socket is `closed`; or `open`, but the server's first frame was not read yet; or `welcome`. */
  private _stage: "closed" | "open" | "welcome" = "closed";
  private _legacy = false;
  private _channels: readonly string[] = [];
  /** The list that was written last on this socket; undefined: must be written again. */
  private _sentList: string | undefined;
  /** Milliseconds since 1970: `performance.now()` may stand still while the computer sleeps. */
  private _heardAt = 0;

  constructor(
    private readonly _address: Address,
    private readonly _listener: ConnectionListener,
    private readonly _shard: number,
    network?: Network,
  ) {
    this._socket = new SocketLink(() => _address.nextUrl(_shard), this, network);
  }

  /** `false` while the socket is closing, too, because it would drop what is written. */
  get isConnected(): boolean {
    return this._stage === "welcome" && this._socket.isOpen;
  }

  /** Whether the socket is open, and the server's first frame was read. */
  get isOpen(): boolean {
    return this._stage === "welcome";
  }

  /** Milliseconds since the server was heard last; goes on counting after the end. */
  get silence(): number {
    return Date.now() - this._heardAt;
  }

  start(): void {
    this._heardAt = Date.now();
    this._socket.open();
  }

  /** Ends it, for good. What was written is lost. */
  stop(): void {
    this._socket.close();
    this._liveness.stop();
    if (this._stage === "welcome") this._address.ended(this._shard);
    this._stage = "closed";
    this._inFlight.lose();
  }

  wake(): void {
    this._socket.wake();
    this.check();
  }

  /** The connection may have died unnoticed. */
  check(): void {
    this._liveness.check();
  }

  setChannels(channels: readonly string[]): void {
    this._channels = channels;
    if (this._socket.isOpen) this._writeList();
  }

  rejoin(): void {
    this._sentList = undefined;
    if (this._socket.isOpen) this._writeList();
  }

  send({ command, onDone, onLost, onLog }: Sent): void {
    const marker = randomId(MARKER_LENGTH);
    this._socket.write(command.text.replace("\0", marker));
    const { answer, isStream } = traitsOf(command);
    if (answer === "nothing") return onDone();
    this._inFlight.push({ command, onDone, onLost, onLog, marker });
    // The server does not mark the end of a log. The fence behind it has the log's marker, so its
    // answer ends the log.
    if (isStream) this._socket.write(FENCE.text.replace("\0", marker));
  }

  onAttempt(): void {
    this._listener.onAttempt(this._shard);
  }

  onOpen(): void {
    this._stage = "open";
    this._sentList = listText([]);
    this._liveness.start();
    this._writeList();
  }

  onText(text: string): void {
    this._heardAt = Date.now();
    this._liveness.heard();
    const messages = decodeFrame(text, {
      legacy: this._legacy,
      channels: () => [...this._channels, ...this._inFlight.channels()],
    });
    for (const message of messages) if (this._stage !== "closed") this._onMessage(message);
  }

  private _onMessage(message: ServerMessage): void {
    const { kind } = message;
    if (kind === "fatal") this._fail(`The server refuses: ${message.reason}`, message.code);
    else if (kind === "ignored") this._listener.onIgnored(message.reason);
    else if (kind === "info") {
      if (!this._address.connected(this._shard)) return this._socket.replace();
      this._legacy = message.legacy;
      this._stage = "welcome";
      this._listener.onConnect(this._shard, message.text);
    } else if (!this._inFlight.take(message)) this._listener.onMessage(this._shard, message);
  }

  onClose(code: number): void {
    if (this._stage === "welcome") this._address.ended(this._shard);
    else this._address.failed(this._shard);
    this._stage = "closed";
    this._liveness.stop();
    this._inFlight.lose();
    this._listener.onDisconnect(this._shard, code, this._socket.retryAt);
  }

  onImpossible(reason: string, name: string): void {
    this._fail(reason, name);
  }

  get isWaiting(): boolean {
    return this._inFlight.size > 0;
  }

  ask(): void {
    this.send({ command: FENCE, onDone: () => undefined });
  }

  onDead(): void {
    this._socket.replace();
  }

  private _fail(text: string, value: unknown): void {
    this.stop();
    this._listener.onFatal(this._shard, new CometError("fatal", text, value));
  }

  private _writeList(): void {
    const channels = this._channels;
    const list = listText(channels);
    if (list === this._sentList) return;
    this._socket.write((this._sentList = list));
    // The server does not answer the list either.
    this.send({ command: FENCE, onDone: () => this._listener.onSubscribed(this._shard, channels) });
  }
}
