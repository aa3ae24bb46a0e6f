/** What the server sees of the tabs: sockets over time, and each order that was carried out. */
import type { ConnectionInfo, DevServer } from "../../dev-server";
import { type Order, ORDERS } from "./page/report";

export class Observer {
  /** In the order of arrival; what a tab announces twice is there twice. */
  readonly orders: Order[] = [];
  private readonly open = new Set<number>();
  private longest = 0;
  private overlapFrom: number | undefined;

  /**
   * @param isOurs chooses the connections of one group.
   * @param sockets how many of them it has.
   */
  constructor(
    server: DevServer,
    isOurs: (connection: ConnectionInfo) => boolean,
    private readonly sockets: number,
  ) {
    server.on("connect", (connection) => {
      if (isOurs(connection)) this.connected(connection);
    });
    server.on("disconnect", ({ id }) => this.disconnected(id));
    server.on("command", ({ name, text }) => {
      if (name === "web_pipe2") this.take(text);
    });
  }

  /** For how long, at most, more sockets were open at one time; in milliseconds. */
  get longestOverlap(): number {
    const running = this.overlapFrom === undefined ? 0 : Date.now() - this.overlapFrom;
    return Math.max(this.longest, running);
  }

  private connected({ id }: ConnectionInfo): void {
    this.open.add(id);
    if (this.open.size > this.sockets) this.overlapFrom ??= Date.now();
  }

  private disconnected(id: number): void {
    this.open.delete(id);
    if (this.open.size > this.sockets || this.overlapFrom === undefined) return;
    this.longest = Math.max(this.longest, Date.now() - this.overlapFrom);
    this.overlapFrom = undefined;
  }

  private take(text: string): void {
    const [, channel, , , ...json] = text.split("\n");
    if (channel === ORDERS) this.orders.push(JSON.parse(json.join("\n")) as Order);
  }
}
