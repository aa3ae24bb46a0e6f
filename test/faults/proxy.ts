/** A network between the tabs and the server that can be cut. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

export class Proxy {
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  /** Connections that were refused, since the last cut. */
  refused = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on("connection", (socket) => this.take(socket));
  }

  static async start(target: number): Promise<Proxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Proxy(server, target);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends all connections, and each new one at once, until `mend`. */
  cut(): void {
    this.isCut = true;
    this.refused = 0;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private take(socket: Socket): void {
    if (this.isCut) {
      this.refused++;
      socket.destroy();
      return;
    }
    const other = connect(this.target, "127.0.0.1");
    this.link(socket, other);
    this.link(other, socket);
  }

  private link(from: Socket, to: Socket): void {
    this.sockets.add(from);
    from.pipe(to);
    from.on("error", () => to.destroy());
    from.on("close", () => {
      this.sockets.delete(from);
      to.destroy();
    });
  }
}
