/** Tabs of one site that share a connection, the server behind it, and traffic to be judged by. */
import type { ConnectionInfo, DevServer } from "../../dev-server";
import { Observer } from "./observer";
import { NEWS, type Report, type Status } from "./page/report";
import type { Profile } from "../support/browser/profile";
import type { Tab } from "../support/browser/tab";
import { News } from "./news";
import { judgeEchoes, judgeEvents, judgeHeard, judgeSent } from "./verdict";
import { until } from "../support/until";
import type { Way } from "./ways";

export type Query = Record<string, string>;

export interface Tolerance {
  /** Two sockets may be open for that long at one time. */
  overlapMs?: number;
  /** A gap may be that long. */
  gapMs?: number;
  /** Tabs that are none of the group's, but have connections of the same visitor. */
  others?: number;
  /** Two connections existed: a tab may hear its own orders back. */
  hearsOwn?: boolean;
}

export class Group {
  /** All that are expected to work. */
  readonly tabs: Tab[] = [];
  readonly observer: Observer;
  /** Whether it matters if tabs that crashed are still counted. */
  countsTabs = true;
  /** By document, the latest of each. */
  private readonly reports = new Map<string, Report>();

  constructor(
    readonly way: Way,
    readonly server: DevServer,
    readonly profile: Profile,
    private readonly query: Query,
    /** How many connections a steady group has. */
    private readonly sockets = 1,
    readonly news = new News(server),
  ) {
    this.observer = new Observer(server, (connection) => this.isOurs(connection), sockets);
  }

  /** The address of a page of the site. */
  url(path = "/tab", query: Query = {}): string {
    const { host, hasBroadcast } = this.way;
    const all = { ...(hasBroadcast ? {} : { noBroadcast: "" }), ...this.query, ...query };
    return `http://${host}:${this.server.port}${path}?${new URLSearchParams(all).toString()}`;
  }

  /** Opens tabs at one time. */
  async open(count = 1, query: Query = {}): Promise<Tab[]> {
    const opened = await Promise.all(
      Array.from({ length: count }, () => this.profile.open(this.url("/tab", query))),
    );
    await Promise.all(opened.map((tab) => tab.loaded("/tab")));
    this.tabs.push(...opened);
    return opened;
  }

  /** Opens tabs, one when the one before is in the group: the first is the leader. */
  async openInTurn(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      await this.open();
      await this.steady();
    }
  }

  /** The connections of this group's visitor, in the order of connecting. */
  get connections(): readonly ConnectionInfo[] {
    return this.server.connections.filter((connection) => this.isOurs(connection));
  }

  /** The connection has joined a channel. */
  async joined(channel: string): Promise<void> {
    await until(() => this.connections.flatMap(({ channels }) => channels)).toContain(channel);
  }

  status(tab: Tab): Promise<Status> {
    return tab.evaluate<Status>("tab.status()");
  }

  /** The tab that leads, where there is one. */
  async leader(): Promise<Tab> {
    for (const tab of this.tabs) if ((await this.status(tab)).isMaster) return tab;
    throw new Error("No tab leads");
  }

  /** The other tabs, in the order of opening. */
  async followers(): Promise<Tab[]> {
    const leader = await this.leader();
    return this.tabs.filter((tab) => tab !== leader);
  }

  /** The tab is none of the group any more; what its page has seen so far is kept. */
  async leave(tab: Tab): Promise<void> {
    await this.keep(tab);
    this.tabs.splice(this.tabs.indexOf(tab), 1);
  }

  /** Takes a tab in that was opened otherwise, or has come back. */
  join(tab: Tab): void {
    this.tabs.push(tab);
  }

  /** Keeps what the page of a tab has seen: it may be about to go. */
  async keep(tab: Tab): Promise<Report> {
    const report = await tab.evaluate<Report>("tab.report()");
    this.reports.set(report.doc, report);
    return report;
  }

  /** Ends a tab. */
  async lose(tab: Tab, how: "close" | "closeAsked" | "crash" | "kill" = "close"): Promise<void> {
    await this.leave(tab);
    await tab[how]();
  }

  /**
   * Waits until the group is what it should be: one leader, one connection, one opinion.
   * @param others tabs that are none of the group's, but have connections of the same visitor.
   */
  async steady(milliseconds = 15_000, others = 0): Promise<void> {
    await until(async () => {
      const all = await Promise.all(
        this.tabs.map((tab) => this.status(tab).catch((error: unknown) => String(error))),
      );
      const surplus = this.connections.length - (others + 1) * this.sockets;
      return objection(all, surplus, this.countsTabs);
    }, milliseconds).toBe("");
  }

  /** Messages of the server and orders of every tab, from now on. */
  async startTraffic(orderEveryMs?: number): Promise<void> {
    this.news.start();
    const last = this.news.last;
    await this.startOrders(orderEveryMs);
    await this.hears(last + 1);
  }

  /** Orders of every tab that sends none yet. */
  async startOrders(everyMs = 50): Promise<void> {
    await Promise.all(this.tabs.map((tab) => tab.evaluate(`tab.sendEvery(${everyMs}), 0`)));
  }

  /** All tabs have heard this number, or a later one. */
  async hears(n: number, milliseconds?: number): Promise<void> {
    await until(async () => {
      const all = await Promise.all(this.tabs.map((tab) => this.status(tab)));
      return Math.min(...all.map(({ last }) => last));
    }, milliseconds).toBeGreaterThanOrEqual(n);
  }

  /** Ends the traffic, lets the last of it arrive, and says what is wrong even then. */
  async problems(tolerance: Tolerance = {}): Promise<string[]> {
    await Promise.all(this.tabs.map((tab) => tab.evaluate("tab.sendEvery(0), 0")));
    await this.steady(undefined, tolerance.others);
    if (this.news.last) await this.joined(NEWS);
    const last = this.news.end();
    if (last) await this.hears(last);
    // Gaps and the fate of orders are known by answers, which come behind the messages.
    let problems: string[] = [];
    const judge = async () => (problems = await this.judge(tolerance));
    await until(judge)
      .toEqual([])
      .catch(() => undefined);
    return problems;
  }

  private async judge({ overlapMs = 100, gapMs = 5_000, hearsOwn }: Tolerance): Promise<string[]> {
    const reports = await Promise.all(this.tabs.map((tab) => this.keep(tab)));
    const alive = reports.map(({ doc }) => doc);
    const evidence = [...this.reports.values()].map((report) => ({
      ...{ report, isAlive: alive.includes(report.doc) },
    }));
    const overlap = this.observer.longestOverlap;
    const doubtful = new Set(
      evidence.flatMap(({ report: { doc, unconfirmed } }) => unconfirmed.map((k) => `${doc} ${k}`)),
    );
    return [
      ...evidence.flatMap((one) => [
        ...judgeHeard(one, this.news.sentAt, gapMs),
        ...judgeSent(one, this.observer.orders),
        ...judgeEchoes(one, doubtful, hearsOwn),
        ...judgeEvents(one),
      ]),
      ...(overlap > overlapMs ? [`Two sockets were open for ${overlap} ms`] : []),
    ];
  }

  /** What all documents so far have seen. */
  get evidence(): readonly Report[] {
    return [...this.reports.values()];
  }

  private isOurs({ userId }: ConnectionInfo): boolean {
    return userId === Number(this.query.user ?? 0);
  }
}

/** What keeps tabs from being a steady group; empty for nothing. */
function objection(
  all: readonly (Status | string)[],
  surplus: number,
  countsTabs: boolean,
): string {
  const text = (): string =>
    all
      .map((one) =>
        typeof one === "string"
          ? one
          : `${one.tabs?.tab}: leads ${one.isMaster}, connected ${one.isConnected}, authorized ` +
            `${one.isAuthorized}, follows ${one.tabs?.master} (${one.tabs?.epoch}), knows ${one.tabs?.tabs.length}`,
      )
      .join("; ") + `; ${surplus} connections too many`;
  const tabs = all.filter((one) => typeof one !== "string");
  const leaders = tabs.filter(({ isMaster }) => isMaster === true);
  const same = (values: readonly unknown[]) => new Set(values).size <= 1;
  const isSteady =
    tabs.length === all.length &&
    leaders.length === 1 &&
    surplus === 0 &&
    tabs.every(({ isConnected, isMaster }) => isConnected && isMaster !== undefined) &&
    same(tabs.map(({ isAuthorized }) => isAuthorized)) &&
    same(tabs.map((one) => `${one.tabs?.master} ${one.tabs?.epoch}`)) &&
    tabs.every(({ tabs: info }) => !countsTabs || !info || info.tabs.length === all.length);
  return isSteady ? "" : text();
}
