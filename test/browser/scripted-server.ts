/** A server that a test plays: it has the demo's pages, and connections that do what the test says. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket as Socket, WebSocketServer } from "ws";
import { PUBLIC_NODE } from "./public-node";

export interface Connection {
  /** The address that the page asked for. */
  url: string;
  send(frame: object): void;
  close(): void;
}

export class ScriptedServer {
  private constructor(
    private readonly server: Server,
    private readonly sockets: WebSocketServer,
  ) {}

  /** @param pages the address of those. @param serve is given each connection when it is there. */
  static async start(
    pages: string,
    serve: (connection: Connection) => void,
  ): Promise<ScriptedServer> {
    const server = createServer((request, response) => {
      void fetch(pages + (request.url ?? "")).then(async (answer) => {
        const kept = ["content-type", "content-security-policy"];
        const headers = [...answer.headers].filter(([name]) => kept.includes(name));
        response.writeHead(answer.status, Object.fromEntries(headers));
        response.end(Buffer.from(await answer.arrayBuffer()));
      });
    });
    const sockets = new WebSocketServer({ server });
    sockets.on("connection", (socket, { url = "", headers: { host = "" } }) =>
      serve(connectionOf(socket, `ws://${host}${url}`)),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new ScriptedServer(server, sockets);
  }

  /** As pages name it. */
  get node(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const socket of this.sockets.clients) socket.terminate();
    this.server.closeAllConnections();
    this.server.close();
  }
}

function connectionOf(socket: Socket, url: string): Connection {
  return {
    url: url.replace(new RegExp(`//[^/]+/${PUBLIC_NODE}/`), `//${PUBLIC_NODE}/`),
    send: (frame) => socket.send(JSON.stringify(frame)),
    close: () => socket.close(1000),
  };
}
