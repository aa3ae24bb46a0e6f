import { nextTask, onWake, randomId } from "../env";
import { CometError } from "../errors";
import type { Link, LinkListener, Request } from "../link";
import { FENCE, listText } from "../protocol/commands";
import { MARKER_LENGTH } from "../protocol/limits";
import { decodeFrame, type ServerMessage } from "../protocol/messages";
import { RecentIds } from "../recent-ids";
import { InFlight, settleUnanswered, type Entry } from "./in-flight";
import { Liveness, type LivenessEvents } from "./liveness";
import { ReplayFilter } from "./replay-filter";
import { SocketLink, type SocketEvents } from "./socket-link";

/** Where more requests wait for a connection, the oldest is given up. */
const MAX_WAITING = 500;

/**
 * The link of a tab that holds the connection itself: keeps the server's idea of this browser (its
 * list of channels, the commands it was given) equal to ours across any number of connections.
 */
export class Session implements Link, SocketEvents, LivenessEvents {
  isConnected = false;

  private readonly _socket: SocketLink;
  private readonly _liveness = new Liveness(this);
  /** Requests that wait for a connection, in order. */
  private _outbox: Entry[] = [];
  private readonly _inFlight = new InFlight();
  private readonly _ids = new RecentIds();
  private readonly _queue = new ReplayFilter();
  private _isOpen = false;
  private _legacy = false;
  private _channels: readonly string[] = [];
  /** The list as the server knows it. */
  private _sentList: string | undefined;
  private _flushIsDue = false;
  private _stopWatching: (() => void) | undefined;

  /** @param url the address to connect to, asked before each attempt. */
  constructor(
    url: () => string,
    private readonly _listener: LinkListener,
  ) {
    this._socket = new SocketLink(url, this);
  }

  get isStarted(): boolean {
    return Boolean(this._stopWatching);
  }

  start(): void {
    if (this._stopWatching) return;
    this._stopWatching = onWake(() => {
      this._socket.wake();
      this._liveness.check();
    });
    this._socket.open();
  }

  stop(): void {
    this._flush();
    if (this._stopWatching) this._stopWatching();
    this._stopWatching = undefined;
    this._socket.close();
    if (this._isOpen) this.onClose(1000);
  }

  setChannels(channels: readonly string[]): void {
    this._channels = channels;
    // Gathers the changes of one task: each new list makes presence flap in `track_*` channels.
    if (this._flushIsDue || !this._isOpen) return;
    this._flushIsDue = true;
    nextTask(() => {
      this._flushIsDue = false;
      this._flush();
    });
  }

  send(request: Request): boolean {
    if (this._outbox.push(request) > MAX_WAITING) this._drop(this._outbox.splice(0, 1));
    // A list that waits for the end of the task goes first: what follows may count on it.
    if (!this._flushIsDue) this._flush();
    return this._socket.isOpen;
  }

  discard(): void {
    this._drop(this._outbox.splice(0));
  }

  onOpen(): void {
    this._isOpen = true;
    this._sentList = listText([]);
    this._queue.begin();
    this._liveness.start();
    this._flush();
  }

  onText(text: string): void {
    this._liveness.heard();
    const messages = decodeFrame(text, {
      legacy: this._legacy,
      channels: () => [...this._channels, ...this._inFlight.channels()],
    });
    for (const message of messages) if (this._isOpen) this._onMessage(message);
  }

  private _onMessage(message: ServerMessage): void {
    if (message.kind === "fatal")
      return this._fail(`The server refuses: ${message.reason}`, message.code);
    if (this._inFlight.take(message) || this._isRepeated(message)) return;
    this._listener.onMessage(message);
    // What hears of the authorisation may stop or restart this.
    if (message.kind !== "info" || this.isConnected || !this._isOpen) return;
    this._legacy = message.legacy;
    this.isConnected = true;
    this._listener.onConnect();
  }

  private _isRepeated(message: ServerMessage): boolean {
    if (message.kind !== "channel") return false;
    const { uuid, history, channel, text } = message;
    if (uuid) return !this._ids.isNew(uuid);
    return history && channel === "msg" && !this._queue.isNew(text);
  }

  onClose(code: number): void {
    this._isOpen = this.isConnected = false;
    this._liveness.stop();
    // Questions can be asked twice; a message that was sent may not be sent twice.
    const again = this._inFlight.clear().filter((entry) => {
      if (entry.replay) entry.replay.begin();
      if (entry.command.kind !== "web_pipe2") return entry.command !== FENCE;
      settleUnanswered(entry);
      return false;
    });
    this._outbox = again.concat(this._outbox);
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
    this._write({ command: FENCE, onDone: () => undefined });
  }

  onDead(): void {
    this._socket.replace();
  }

  /** Tells the callers later: they may well send again. */
  private _drop(entries: Entry[]): void {
    nextTask(() => {
      for (const { onDone, command } of entries)
        onDone(new CometError("dropped", command.kind + " not sent"));
    });
  }

  private _fail(text: string, value: unknown): void {
    this.stop();
    this._listener.onFatal(new CometError("fatal", text, value));
  }

  private _flush(): void {
    // A socket that is closing takes nothing any more: all waits for the next one.
    if (!this._socket.isOpen) return;
    const list = listText(this._channels);
    if (list !== this._sentList) this._socket.write((this._sentList = list));
    for (let entry; (entry = this._outbox.shift());) this._write(entry);
  }

  private _write(entry: Entry): void {
    const { command, onDone } = entry;
    const marker = (entry.marker = randomId(MARKER_LENGTH));
    this._socket.write(command.text.replace("\0", marker));
    if (command.kind === "statistics") return onDone(undefined);
    this._inFlight.push(entry);
    // A log has no end of its own: the answer to a question behind it is the end.
    if (entry.onLog) this._socket.write(FENCE.text.replace("\0", marker));
  }
}
