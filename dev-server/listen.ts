/** Listens on the TCP port, for HTTP requests and requests for a WebSocket. */
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";

export interface Handlers {
  onRequest(request: IncomingMessage, response: ServerResponse): void;
  onUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void;
}

export async function listen(port: number, host: string, handlers: Handlers): Promise<TcpPort> {
  const server = createServer((request, response) => handlers.onRequest(request, response));
  server.on("upgrade", (request, stream, head) => handlers.onUpgrade(request, stream, head));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return new TcpPort(server);
}

/** A port that a server listens on. */
export class TcpPort {
  readonly number: number;
  private state: "open" | "cut" | "closed" = "open";

  constructor(private readonly server: Server) {
    this.number = (server.address() as AddressInfo).port;
    server.on("connection", (socket: Socket) => {
      if (this.state === "cut") socket.resetAndDestroy();
    });
  }

  get isOpen(): boolean {
    return this.state === "open";
  }

  /**
   * Ends HTTP connections, and resets each new connection at once. The port stays taken, because
   * another program could get it otherwise.
   */
  cut(): void {
    if (this.state !== "open") return;
    this.state = "cut";
    this.server.closeAllConnections();
  }

  /** Takes connections again after {@link cut}. */
  restore(): void {
    if (this.state === "cut") this.state = "open";
  }

  /** Frees the port. */
  close(): Promise<void> {
    this.state = "closed";
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}

/** `host:port` for a client on this machine. */
export function nodeName(host: string, port: number): string {
  const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return reachable.includes(":") ? `[${reachable}]:${port}` : `${reachable}:${port}`;
}
