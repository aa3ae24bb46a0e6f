const CUT = 1006;
const STATES = { connecting: 0, open: 1, closing: 2, closed: 3 };
class MessageFrame extends Event {
  constructor(data) {
    super("message");
    this.data = data;
  }
}
class End extends Event {
  constructor() {
    super(...arguments);
    this.code = CUT;
    this.reason = "";
    this.wasClean = false;
  }
}
class MemorySocket extends EventTarget {
  constructor(url, tasks) {
    super();
    this.url = url;
    this.tasks = tasks;
    this.binaryType = "blob";
    this.state = "connecting";
    this.decoder = new TextDecoder();
    this.server = new ServerEnd(this, tasks);
  }
  get readyState() {
    return STATES[this.state];
  }
  get isConnecting() {
    return this.state === "connecting";
  }
  send(text) {
    if (this.state === "connecting") throw new Error("The socket is not open yet");
    if (this.state === "open") this.tasks.add(() => this.server.receive(text));
  }
  close() {
    if (this.state === "closing" || this.state === "closed") return;
    this.state = "closing";
    this.tasks.add(() => {
      this.server.lose();
      this.end();
    });
  }
  /** The server has accepted the connection. */
  open() {
    this.state = "open";
    this.dispatchEvent(new Event("open"));
  }
  receive(frame) {
    if (this.state === "open") this.dispatchEvent(new MessageFrame(this.decoder.decode(frame)));
  }
  /** The connection has ended, or was not made. */
  end() {
    if (this.state === "closed") return;
    const isFailure = this.state === "connecting";
    this.state = "closed";
    if (isFailure) this.dispatchEvent(new Event("error"));
    this.dispatchEvent(new End("close"));
  }
}
class ServerEnd {
  constructor(client, tasks) {
    this.client = client;
    this.tasks = tasks;
    this.bufferedAmount = 0;
    this.state = "reading";
    /** What came while it was paused. */
    this.unread = [];
    this.onMessage = () => void 0;
    this.onClose = () => void 0;
  }
  on(event, listener) {
    if (event === "message") this.onMessage = listener;
    else if (event === "close") this.onClose = () => listener("");
  }
  send(frame, _options, onWritten) {
    this.bufferedAmount += frame.length;
    this.tasks.add(() => {
      this.bufferedAmount -= frame.length;
      this.client.receive(frame);
      onWritten();
    });
  }
  pause() {
    if (this.state === "reading") this.state = "paused";
  }
  resume() {
    if (this.state !== "paused") return;
    this.state = "reading";
    for (const text of this.unread.splice(0)) this.receive(text);
  }
  terminate() {
    if (this.state === "ended") return;
    this.state = "ended";
    this.tasks.add(() => this.client.end());
  }
  receive(text) {
    if (this.state === "paused") this.unread.push(text);
    else if (this.state === "reading") this.onMessage(text);
  }
  /** The client has gone away. */
  lose() {
    if (this.state !== "ended") this.onClose();
  }
}

export { MemorySocket };
//# sourceMappingURL=memory-socket.js.map
