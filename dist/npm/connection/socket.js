import ReconnectingWebSocket from 'reconnecting-websocket';
import { Retry } from './retry.js';

const CONNECT_TIMEOUT_MS = 1e4;
class SocketLink {
  /** @param _url the address of the next attempt. */
  constructor(_url, _events) {
    this._url = _url;
    this._events = _events;
    this._retry = new Retry();
    this._opened = new Promise((resolve) => this._open = resolve);
    const create = (url) => this._create(url);
    const Socket = function(url) {
      return create(url);
    };
    Socket.CLOSING = 2;
    this._reconnecting = new ReconnectingWebSocket(() => this._next(), void 0, {
      WebSocket: Socket,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      minReconnectionDelay: 0,
      maxReconnectionDelay: 0,
      maxEnqueuedMessages: 0
    });
  }
  /** Connects, and again after each failure, until `close`. */
  open() {
    if (this._open) this._open();
  }
  /** Ends the connection and all attempts, for good. Nothing is reported any more. */
  close() {
    this._socket = void 0;
    this._reconnecting.close();
    this._retry.end();
  }
  /** Gives the present connection up as dead and opens another. */
  replace() {
    this._lost(this._socket, 1006);
    this._reconnecting.reconnect();
  }
  /** Whether a frame can be written: a socket that is closing takes none. */
  get isOpen() {
    return this._socket !== void 0 && this._socket.readyState === 1;
  }
  /** Writes a frame, where `isOpen`; a socket that is closing drops it. */
  write(text) {
    if (this._socket) this._socket.send(text);
  }
  /** Tries at once, when it waits to try again; see `Retry` for wake-ups in quick succession. */
  wake() {
    this._retry.wake();
  }
  /** The address of the next attempt, once it is time for it. */
  _next() {
    this._lost(this._socket, 1006);
    return this._opened.then(() => this._retry.wait()).then(this._url);
  }
  _create(url) {
    let socket;
    try {
      socket = new WebSocket(url);
    } catch (error) {
      queueMicrotask(() => {
        this.close();
        this._events.onImpossible(error.name);
      });
      return Object.assign(new EventTarget(), { readyState: 3 });
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
  _lost(socket, code) {
    if (!socket || socket !== this._socket) return;
    this._socket = void 0;
    this._retry.failed();
    this._events.onClose(code);
  }
}

export { SocketLink };
//# sourceMappingURL=socket.js.map
