import { randomId } from "../platform/ids";
import { CometError } from "../api/errors";
import type { Connection, ConnectionListener, Sent } from "./connection";
import { FENCE, listText, traitsOf } from "../protocol/commands";
import { MARKER_LENGTH } from "../protocol/limits";
import { decodeFrame, type ServerMessage } from "../protocol/messages";
import { InFlight } from "./in-flight";
import { Liveness, type LivenessEvents } from "./liveness";
import { SocketLink, type SocketEvents } from "./socket";

/** Where to connect to. */
export interface Address {
  /** Asked before each attempt. It holds the key: never write it anywhere. */
  url(): string;
  /** The server was reached by it. */
  connected(): void;
  /** An attempt failed, or the connection ended. */
  disconnected(): void;
}

/**
 * The connection: keeps the server's idea of this browser (its list of channels) equal to ours
 * across any number of sockets, and finds the command that an answer belongs to.
 */
export class Session implements Connection, SocketEvents, LivenessEvents {
  private readonly _socket: SocketLink;
  private readonly _liveness = new Liveness(this);
  private readonly _inFlight = new InFlight();
  private _isOpen = false;
  /** The server's first frame was read. */
  private _isWelcome = false;
  private _legacy = false;
  private _channels: readonly string[] = [];
  /** The list as the server knows it. */
  private _sentList: string | undefined;
  /** In milliseconds since 1970: a clock that stands still while a computer sleeps will not do. */
  private _heardAt = 0;

  constructor(
    private readonly _address: Address,
    private readonly _listener: ConnectionListener,
  ) {
    this._socket = new SocketLink(() => _address.url(), this);
  }

  /** A socket that is closing takes nothing any more: all waits for the next one. */
  get isConnected(): boolean {
    return this._isWelcome && this._socket.isOpen;
  }

  get silence(): number {
    return Date.now() - this._heardAt;
  }

  start(): void {
    this._heardAt = Date.now();
    this._socket.open();
  }

  stop(): void {
    this._socket.close();
    this._liveness.stop();
    this._isOpen = this._isWelcome = false;
  }

  wake(): void {
    this._socket.wake();
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

  send({ command, onDone, onLog }: Sent): void {
    const marker = randomId(MARKER_LENGTH);
    this._socket.write(command.text.replace("\0", marker));
    const { answer, isStream } = traitsOf(command);
    if (answer === "nothing") return onDone();
    this._inFlight.push({ command, onDone, onLog, marker });
    // A log has no end of its own: the answer to a question behind it is the end.
    if (isStream) this._socket.write(FENCE.text.replace("\0", marker));
  }

  onOpen(): void {
    this._isOpen = true;
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
    for (const message of messages) if (this._isOpen) this._onMessage(message);
  }

  private _onMessage(message: ServerMessage): void {
    const { kind } = message;
    if (kind === "fatal") this._fail(`The server refuses: ${message.reason}`, message.code);
    else if (kind === "ignored") this._listener.onIgnored(message.reason);
    else if (kind === "info") {
      this._legacy = message.legacy;
      this._isWelcome = true;
      this._address.connected();
      this._listener.onConnect(message.text);
    } else if (!this._inFlight.take(message)) this._listener.onFrame(message.text);
  }

  onClose(code: number): void {
    this._isOpen = this._isWelcome = false;
    this._liveness.stop();
    this._inFlight.clear();
    this._address.disconnected();
    this._listener.onDisconnect(code);
  }

  onImpossible(name: string): void {
    // The browser's own words are not used: they hold the address, and with it the key.
    this._fail(`The browser refuses node or wss (${name})`, name);
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
    this._listener.onFatal(new CometError("fatal", text, value));
  }

  private _writeList(): void {
    const channels = this._channels;
    const list = listText(channels);
    if (list === this._sentList) return;
    this._socket.write((this._sentList = list));
    // The list has no answer of its own either.
    this.send({ command: FENCE, onDone: () => this._listener.onSubscribed(channels) });
  }
}
