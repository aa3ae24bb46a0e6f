import ReconnectingWebSocket from "reconnecting-websocket";
import { BROWSER_NETWORK } from "./network";
import { Retry } from "./retry";

/** Long enough for a slow mobile network. */
const CONNECT_TIMEOUT_MS = 10_000;

type Stage =
  /** Not opened yet. */
  | { type: "made" }
  /** Not opened yet; reconnecting-websocket waits for the first address. */
  | { type: "asked"; begin: (url: string | Promise<string>) => void }
  /**
   * The first socket, opened at once: reconnecting-websocket asks for it only some promises later,
   * after the rest of the task that called `open`.
   */
  | { type: "first"; socket: WebSocket }
  | { type: "open" }
  /** For good. */
  | { type: "closed" };

export interface SocketEvents {
  /** An attempt begins. */
  onAttempt(): void;
  onOpen(): void;
  onText(text: string): void;
  /** A connection ended, or an attempt failed: once for each. `code`: the browser's close code. */
  onClose(code: number): void;
  /** No attempt can succeed. `reason`: for a developer; `name`: that of the browser's error. */
  onImpossible(reason: string, name: string): void;
}

/**
 * A WebSocket that comes back. This is the only file that knows reconnecting-websocket, which opens
 * one socket after the other. Events are taken from the browser's socket directly, because
 * reconnecting-websocket
 * - reports a failed attempt as a clean close with code 1000;
 * - goes silent for good after `close()` and `reconnect()` at a wrong moment, so a `SocketLink` that
 *   was closed stays closed;
 * - never tries again if the address provider rejects or the constructor throws, so ours do neither;
 * - lets a throwing listener keep an event from the others.
 * Its own delays are 0: the address provider waits instead, and can be woken.
 * A `SocketLink` is created long before it is opened, because reconnecting-websocket begins with a
 * timer, which takes a second in a hidden page: a tab that takes over cannot wait that long.
 */
export class SocketLink {
  private readonly _reconnecting: ReconnectingWebSocket;
  private _socket: WebSocket | undefined;
  /** When the next attempt will begin unless it is woken, in milliseconds since 1970. */
  retryAt = 0;
  private readonly _retry: Retry;
  private _stage: Stage = { type: "made" };

  /** @param _url the address of the next attempt. */
  constructor(
    private readonly _url: () => string | Promise<string>,
    private readonly _events: SocketEvents,
    private readonly _network = BROWSER_NETWORK,
  ) {
    this._retry = new Retry(_network.wakeGapMs);
    const create = (url: string) => this._take(url);
    // `new Socket(url)` returns the browser's socket, since the constructor returns an object.
    const Socket = function (url: string) {
      return create(url);
    };
    Socket.CLOSING = 2; // by this, reconnecting-websocket recognises a WebSocket class
    this._reconnecting = new ReconnectingWebSocket(() => this._next(), undefined, {
      WebSocket: Socket,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      minReconnectionDelay: 0,
      maxReconnectionDelay: 0,
      maxEnqueuedMessages: 0,
    });
  }

  /** Connects, and reconnects after each failure, until `close`. */
  open(): void {
    const stage = this._stage;
    if (stage.type === "closed") return;
    this._stage = { type: "open" };
    if (stage.type !== "asked") return;
    const url = this._url();
    if (typeof url === "string") this._stage = { type: "first", socket: this._create(url) };
    stage.begin(url);
  }

  /** Ends the connection and all attempts for good. No event is reported after it. */
  close(): void {
    this._socket = undefined;
    if (this._stage.type === "first") this._stage.socket.close();
    this._stage = { type: "closed" };
    this._reconnecting.close();
    this._retry.end();
  }

  /** Reports the present connection as lost, and opens another. */
  replace(): void {
    this._lost(this._socket, 1006);
    this._reconnecting.reconnect();
  }

  /** Whether a frame can be written; a socket that is closing would drop it. */
  get isOpen(): boolean {
    return this._socket !== undefined && this._socket.readyState === 1;
  }

  /** Writes a frame. Only while `isOpen`. */
  write(text: string): void {
    if (this._socket) this._socket.send(text);
  }

  /** Ends a wait for the next attempt; `Retry` ignores calls in quick succession. */
  wake(): void {
    this._retry.wake();
  }

  /** Resolves with the address when it is time for the next attempt. */
  private _next(): Promise<string> {
    // reconnecting-websocket goes on when an attempt fails or times out. The browser's close event of
    // that socket may come later, and is ignored then.
    this._lost(this._socket, 1006);
    if (this._stage.type === "made")
      return new Promise((begin) => (this._stage = { type: "asked", begin }));
    // Closing ends a wait, too: no address is needed then, nor a key for it.
    return this._retry.wait().then(() => (this._stage.type === "closed" ? "" : this._url()));
  }

  /** The socket that reconnecting-websocket asks for. */
  private _take(url: string): WebSocket {
    const stage = this._stage;
    if (stage.type !== "first") return this._create(url);
    this._stage = { type: "open" };
    return stage.socket;
  }

  private _create(url: string): WebSocket {
    let socket: WebSocket;
    try {
      socket = this._network.open(url);
    } catch (error) {
      // A malformed address, or ws:// on an https page. reconnecting-websocket gets a closed socket,
      // and is closed in a microtask, when it has started the timers that it would leave behind.
      queueMicrotask(() => {
        this.close();
        const { name } = error as Error;
        this._events.onImpossible(reasonOf(name), name);
      });
      const closed = { readyState: 3, close: () => undefined };
      return Object.assign(new EventTarget(), closed) as WebSocket;
    }
    this._socket = socket;
    this._events.onAttempt();
    socket.addEventListener("open", () => {
      if (socket !== this._socket) return;
      this._retry.opened();
      this._events.onOpen();
    });
    socket.addEventListener("message", ({ data }) => {
      if (socket === this._socket && typeof data === "string") this._events.onText(data);
    });
    socket.addEventListener("close", ({ code }) => this._lost(socket, code));
    return socket;
  }

  private _lost(socket: WebSocket | undefined, code: number): void {
    if (!socket || socket !== this._socket) return;
    this._socket = undefined;
    this.retryAt = Date.now() + this._retry.failed();
    this._events.onClose(code);
  }
}

/** Without the browser's own message, which holds the address, and with it the key. */
function reasonOf(name: string): string {
  return typeof WebSocket === "function"
    ? `The browser refuses node or wss (${name})`
    : "There is no WebSocket here: use Node 22 or newer, or set globalThis.WebSocket to that of the package ws";
}
