import ReconnectingWebSocket from "reconnecting-websocket";
import { Retry } from "./retry";

/** Long enough for a slow mobile network. */
const CONNECT_TIMEOUT_MS = 10_000;

export interface SocketEvents {
  onOpen(): void;
  onText(text: string): void;
  /** A connection ended, or an attempt failed; once for each. `code` is the browser's close code. */
  onClose(code: number): void;
  /** The browser refuses the address: no attempt can succeed. `name` is the name of its error. */
  onImpossible(name: string): void;
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
  private readonly _retry = new Retry();
  private _open: (() => void) | undefined;
  private readonly _opened = new Promise<void>((resolve) => (this._open = resolve));

  /** @param _url the address of the next attempt. */
  constructor(
    private readonly _url: () => string,
    private readonly _events: SocketEvents,
  ) {
    const create = (url: string) => this._create(url);
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
    if (this._open) this._open();
  }

  /** Ends the connection and all attempts for good. No event is reported after it. */
  close(): void {
    this._socket = undefined;
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
    return this._opened.then(() => this._retry.wait()).then(this._url);
  }

  private _create(url: string): WebSocket {
    let socket: WebSocket;
    try {
      socket = new WebSocket(url);
    } catch (error) {
      // A malformed address, or ws:// on an https page. reconnecting-websocket gets a closed socket,
      // and is closed in a microtask, when it has started the timers that it would leave behind.
      queueMicrotask(() => {
        this.close();
        this._events.onImpossible((error as Error).name);
      });
      return Object.assign(new EventTarget(), { readyState: 3 }) as WebSocket;
    }
    this._socket = socket;
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
    this._retry.failed();
    this._events.onClose(code);
  }
}
