/** A WebSocket without a network, for all clients of the comparison. */

const TYPES = ["open", "message", "close", "error"];

/** Connects to the double of a server that the address names: `ws://NAME.invalid/…`. */
export class SocketDouble extends EventTarget {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSING = 2;
  static CLOSED = 3;
  /** The doubles of servers, by name: `{ greet(), answer(text) }` return lists of frames. */
  static servers = new Map();
  /** The open sockets, by the server's name. */
  static sockets = new Map();

  readyState = 0;
  bufferedAmount = 0;
  binaryType = "blob";
  protocol = "";
  extensions = "";

  constructor(url) {
    super();
    this.url = String(url);
    const name = new URL(url).hostname.replace(".invalid", "");
    this.server = SocketDouble.servers.get(name);
    if (!this.server) throw new Error(`There is no server for ${url}`);
    for (const type of TYPES) this.addEventListener(type, (event) => this[`on${type}`]?.(event));
    setTimeout(() => {
      this.readyState = 1;
      SocketDouble.sockets.set(name, this);
      this.dispatchEvent(new Event("open"));
      for (const frame of this.server.greet()) this.receive(frame);
    });
  }

  /** A frame arrives. */
  receive(text) {
    this.dispatchEvent(new MessageEvent("message", { data: text }));
  }

  send(text) {
    for (const frame of this.server.answer(text)) setTimeout(() => this.receive(frame));
  }

  close() {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent("close", { code: 1000 }));
  }
}

window.WebSocket = SocketDouble;
