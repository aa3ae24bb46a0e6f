/** A WebSocket in memory: the client's end, and the server's. */
import type { ServerSocket } from "../dev-server/core/server-socket";
import type { Tasks } from "./event-loop";

/** As in browsers, if the network or the server cuts a connection. */
const CUT = 1006;

/** With their numbers in browsers. */
const STATES = { connecting: 0, open: 1, closing: 2, closed: 3 } as const;

class MessageFrame extends Event {
  constructor(readonly data: string) {
    super("message");
  }
}

class End extends Event {
  readonly code = CUT;
  readonly reason = "";
  readonly wasClean = false;
}

/** What the client uses of a WebSocket. The server neither sends nor answers close frames. */
export class MemorySocket extends EventTarget {
  readonly server: ServerEnd;
  binaryType = "blob";
  private state: keyof typeof STATES = "connecting";
  private readonly decoder = new TextDecoder();

  constructor(
    readonly url: string,
    private readonly tasks: Tasks,
  ) {
    super();
    this.server = new ServerEnd(this, tasks);
  }

  get readyState(): number {
    return STATES[this.state];
  }

  get isConnecting(): boolean {
    return this.state === "connecting";
  }

  send(text: string): void {
    if (this.state === "connecting") throw new Error("The socket is not open yet");
    if (this.state === "open") this.tasks.add(() => this.server.receive(text));
  }

  close(): void {
    if (this.state === "closing" || this.state === "closed") return;
    this.state = "closing";
    this.tasks.add(() => {
      this.server.lose();
      this.end();
    });
  }

  /** The server has accepted the connection. */
  open(): void {
    this.state = "open";
    this.dispatchEvent(new Event("open"));
  }

  receive(frame: Uint8Array): void {
    if (this.state === "open") this.dispatchEvent(new MessageFrame(this.decoder.decode(frame)));
  }

  /** The connection has ended, or was not made. */
  end(): void {
    if (this.state === "closed") return;
    const isFailure = this.state === "connecting";
    this.state = "closed";
    if (isFailure) this.dispatchEvent(new Event("error"));
    this.dispatchEvent(new End("close"));
  }
}

class ServerEnd implements ServerSocket {
  bufferedAmount = 0;
  private state: "reading" | "paused" | "ended" = "reading";
  /** What came while it was paused. */
  private unread: string[] = [];
  private onMessage: (data: string) => void = () => undefined;
  private onClose = (): void => undefined;

  constructor(
    private readonly client: MemorySocket,
    private readonly tasks: Tasks,
  ) {}

  on(event: "message" | "close" | "error", listener: (data: string) => void): void {
    if (event === "message") this.onMessage = listener;
    else if (event === "close") this.onClose = () => listener("");
  }

  send(frame: Uint8Array, _options: { binary: false }, onWritten: () => void): void {
    this.bufferedAmount += frame.length;
    this.tasks.add(() => {
      this.bufferedAmount -= frame.length;
      this.client.receive(frame);
      onWritten();
    });
  }

  pause(): void {
    if (this.state === "reading") this.state = "paused";
  }

  resume(): void {
    if (this.state !== "paused") return;
    this.state = "reading";
    for (const text of this.unread.splice(0)) this.receive(text);
  }

  terminate(): void {
    if (this.state === "ended") return;
    this.state = "ended";
    // Frames that were sent before arrive before.
    this.tasks.add(() => this.client.end());
  }

  receive(text: string): void {
    if (this.state === "paused") this.unread.push(text);
    else if (this.state === "reading") this.onMessage(text);
  }

  /** The client has gone away. */
  lose(): void {
    if (this.state !== "ended") this.onClose();
  }
}
