/** A bare WebSocket client that keeps what it is sent, frame by frame. */
import { once } from "node:events";
import type { ClientOptions } from "ws";
import { WebSocket } from "ws";

/** Long enough to keep every answer out of the lengths that the server cuts. */
const FENCE_MARKER = "fence-0123456789abcdefghij";

export class Client {
  /** Frames not looked at yet, as text; invalid UTF-8 is replaced. */
  readonly frames: string[] = [];
  private wake = (): void => undefined;
  private code: number | undefined;

  private constructor(readonly socket: WebSocket) {
    socket.on("message", (data) => {
      this.frames.push(data.toString());
      this.wake();
    });
    socket.on("close", (code) => {
      this.code = code;
      this.wake();
    });
    // "close" follows.
    socket.on("error", () => undefined);
  }

  /** Does not wait for the connection. */
  static open(node: string, path: string, options: ClientOptions = {}): Client {
    return new Client(new WebSocket(`ws://${node}${path}`, options));
  }

  /** Connects, and takes the first frame. */
  static async connect(node: string, request: RequestFields = {}): Promise<Client> {
    const client = Client.open(node, requestPath(request));
    await client.next();
    return client;
  }

  send(...fields: string[]): void {
    this.socket.send(fields.join("\n"));
  }

  /** The next frame, which must come before the connection ends. */
  async next(): Promise<string> {
    await this.until(() => this.frames.length > 0 || this.code !== undefined);
    const frame = this.frames.shift();
    if (frame === undefined) throw new Error("the connection ended instead of a further frame");
    return frame;
  }

  async nextMessage(): Promise<Record<string, unknown>> {
    return JSON.parse(await this.next()) as Record<string, unknown>;
  }

  /** Everything that comes before the answer to a query sent now. */
  async untilFence(): Promise<string[]> {
    this.send("pipe_count", "web_fence", FENCE_MARKER, "");
    const before: string[] = [];
    for (;;) {
      const frame = await this.next();
      if (frame.includes(`"marker":"${FENCE_MARKER}"`)) return before;
      before.push(frame);
    }
  }

  /** The code that the connection ends with. */
  async closed(): Promise<number> {
    await this.until(() => this.code !== undefined);
    return Number(this.code);
  }

  /** The HTTP status, where the server answers without a WebSocket. */
  async refused(): Promise<number | undefined> {
    const [, response] = (await once(this.socket, "unexpected-response")) as [
      unknown,
      { statusCode?: number },
    ];
    return response.statusCode;
  }

  private async until(isDone: () => boolean): Promise<void> {
    while (!isDone()) await new Promise<void>((resolve) => (this.wake = resolve));
  }
}

export interface RequestFields {
  readonly key?: string;
  readonly id?: number | string;
  readonly version?: string;
  readonly uuid?: string;
}

export function requestPath(fields: RequestFields = {}): string {
  const { key = "", id = "", version = "4.08", uuid = "0".repeat(32) } = fields;
  return `/ws/sesion=${key}&myid=${id}&devid=0&v=${version}&uuid=${uuid}&api=js`;
}
