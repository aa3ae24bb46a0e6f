import ReconnectingWebSocket from "reconnecting-websocket";
import { Retry } from "./retry";

/** Long enough for a slow mobile network. */
const CONNECT_TIMEOUT_MS = 10_000;

export interface SocketEvents {
  onOpen(): void;
  onText(text: string): void;
  /** A connection ended, or an attempt failed: once for each. `code` is the browser's. */
  onClose(code: number): void;
  /** The browser refuses the address itself: no attempt can succeed. `name` is its error's. */
  onImpossible(name: string): void;
}

/**
 * A WebSocket that comes back: the only file that knows reconnecting-websocket, which decides when
 * to connect again. Everything else is taken from the browser's socket directly, because that
 * library
 * - reports a failed attempt as a clean close with code 1000;
 * - goes silent for good after `close()` and `reconnect()` in a wrong moment, hence this is for one
 *   use: once closed, it stays closed;
 * - never tries again after an address provider that rejects or a constructor that throws, hence
 *   ours do neither;
 * - lets one throwing listener keep an event from the others.
 * Its own delays are 0: the address provider waits instead, and can be woken.
 * It is made long before it is opened: the timer with which that library begins takes a second in a
 * hidden page, and a tab that takes over has none to spare.
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
    // A constructor that returns an object of ours: `new` gives the browser's own socket.
    const Socket = function (url: string) {
      return create(url);
    };
    Socket.CLOSING = 2; // by which the library knows a WebSocket class
    this._reconnecting = new ReconnectingWebSocket(() => this._next(), undefined, {
      WebSocket: Socket,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      minReconnectionDelay: 0,
      maxReconnectionDelay: 0,
      maxEnqueuedMessages: 0,
    });
  }

  /** Connects, and again after each failure, until `close`. */
  open(): void {
    if (this._open) this._open();
  }

  /** Ends the connection and all attempts, for good. Nothing is reported any more. */
  close(): void {
    this._socket = undefined;
    this._reconnecting.close();
    this._retry.end();
  }

  /** Gives the present connection up as dead and opens another. */
  replace(): void {
    this._lost(this._socket, 1006);
    this._reconnecting.reconnect();
  }

  /** Whether a frame can be written: a socket that is closing takes none. */
  get isOpen(): boolean {
    return this._socket !== undefined && this._socket.readyState === 1;
  }

  /** Writes a frame, where `isOpen`; a socket that is closing drops it. */
  write(text: string): void {
    if (this._socket) this._socket.send(text);
  }

  /** Tries at once, when it waits to try again; see `Retry` for wake-ups in quick succession. */
  wake(): void {
    this._retry.wake();
  }

  /** The address of the next attempt, once it is time for it. */
  private _next(): Promise<string> {
    // The library moves on when an attempt fails or times out; the browser's own event for that
    // may come later, and is then of a socket that nobody waits for.
    this._lost(this._socket, 1006);
    return this._opened.then(() => this._retry.wait()).then(this._url);
  }

  private _create(url: string): WebSocket {
    let socket: WebSocket;
    try {
      socket = new WebSocket(url);
    } catch (error) {
      // A malformed address, or ws:// on an https page. The library gets a socket that is closed,
      // and is ended once it has started its timers.
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
