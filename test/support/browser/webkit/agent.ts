/**
 * Asks a page without the driver, whose session ends as soon as the process of any page is killed,
 * though the other pages go on.
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type WebSocket as Connection, WebSocketServer } from "ws";
import type { Page } from "../page";

interface Answer {
  id: number;
  text: string;
}

/** Runs in the page. */
function listen(port: number): void {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  socket.onmessage = ({ data }) => {
    const { id, body } = JSON.parse(String(data)) as { id: number; body: string };
    // eslint-disable-next-line no-new-func -- the test says what to run
    const text: unknown = new Function(body)();
    socket.send(JSON.stringify({ id, text }));
  };
}

export class Agent {
  private readonly pending = new Map<number, (text: string) => void>();
  private count = 0;

  private constructor(
    private readonly server: WebSocketServer,
    private readonly socket: Connection,
  ) {
    socket.on("message", (data) => {
      const { id, text } = JSON.parse(String(data)) as Answer;
      this.pending.get(id)?.(text);
      this.pending.delete(id);
    });
  }

  /** As long as the page can still be asked by the driver. */
  static async enter(page: Page): Promise<Agent> {
    const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
    await once(server, "listening");
    const connection = once(server, "connection");
    await page.evaluate(listen, (server.address() as AddressInfo).port);
    const [socket] = (await connection) as [Connection];
    return new Agent(server, socket);
  }

  /** Runs the body of a function that returns a text. */
  ask(body: string): Promise<string> {
    const id = ++this.count;
    this.socket.send(JSON.stringify({ id, body }));
    return new Promise((resolve) => this.pending.set(id, resolve));
  }

  leave(): void {
    this.socket.terminate();
    this.server.close();
  }
}
