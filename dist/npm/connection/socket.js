import ReconnectingWebSocket from 'reconnecting-websocket';
import { BROWSER_NETWORK } from './network.js';
import { Retry } from './retry.js';

const CONNECT_TIMEOUT_MS = 1e4;
class SocketLink {
  /** @param _url the address of the next attempt. */
  constructor(_url, _events, _network = BROWSER_NETWORK) {
    this._url = _url;
    this._events = _events;
    this._network = _network;
    /** When the next attempt will begin unless it is woken, in milliseconds since 1970. */
    this.retryAt = 0;
    this._stage = { type: "made" };
    this._retry = new Retry(_network.wakeGapMs);
    const create = (url) => this._take(url);
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
  /** Connects, and reconnects after each failure, until `close`. */
  open() {
    const stage = this._stage;
    if (stage.type === "closed") return;
    this._stage = { type: "open" };
    if (stage.type !== "asked") return;
    const url = this._url();
    if (typeof url === "string") this._stage = { type: "first", socket: this._create(url) };
    stage.begin(url);
  }
  /** Ends the connection and all attempts for good. No event is reported after it. */
  close() {
    this._socket = void 0;
    if (this._stage.type === "first") this._stage.socket.close();
    this._stage = { type: "closed" };
    this._reconnecting.close();
    this._retry.end();
  }
  /** Reports the present connection as lost, and opens another. */
  replace() {
    this._lost(this._socket, 1006);
    this._reconnecting.reconnect();
  }
  /** Whether a frame can be written; a socket that is closing would drop it. */
  get isOpen() {
    return this._socket !== void 0 && this._socket.readyState === 1;
  }
  /** Writes a frame. Only while `isOpen`. */
  write(text) {
    if (this._socket) this._socket.send(text);
  }
  /** Ends a wait for the next attempt; `Retry` ignores calls in quick succession. */
  wake() {
    this._retry.wake();
  }
  /** Resolves with the address when it is time for the next attempt. */
  _next() {
    this._lost(this._socket, 1006);
    if (this._stage.type === "made")
      return new Promise((begin) => this._stage = { type: "asked", begin });
    return this._retry.wait().then(() => this._stage.type === "closed" ? "" : this._url());
  }
  /** The socket that reconnecting-websocket asks for. */
  _take(url) {
    const stage = this._stage;
    if (stage.type !== "first") return this._create(url);
    this._stage = { type: "open" };
    return stage.socket;
  }
  _create(url) {
    let socket;
    try {
      socket = this._network.open(url);
    } catch (error) {
      queueMicrotask(() => {
        this.close();
        const { name } = error;
        this._events.onImpossible(reasonOf(name), name);
      });
      const closed = { readyState: 3, close: () => void 0 };
      return Object.assign(new EventTarget(), closed);
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
  _lost(socket, code) {
    if (!socket || socket !== this._socket) return;
    this._socket = void 0;
    this.retryAt = Date.now() + this._retry.failed();
    this._events.onClose(code);
  }
}
function reasonOf(name) {
  return typeof WebSocket === "function" ? `The browser refuses node or wss (${name})` : "There is no WebSocket here: use Node 22 or newer, or set globalThis.WebSocket to that of the package ws";
}

export { SocketLink };
//# sourceMappingURL=socket.js.map
