/** A follower, its leaders, and what is on its way between them. */
import { publishCommand } from "../../../src/protocol/commands";
import { Follower } from "../../../src/tabs/follower/follower";
import { Gaps } from "../../../src/tabs/follower/gaps";
import { Inbox } from "../../../src/tabs/follower/inbox";
import { Recovery } from "../../../src/tabs/follower/recovery";
import { Outbox } from "../../../src/tabs/follower/outbox";
import type { Leader } from "../../../src/tabs/leader/leader";
import type { FollowerMessage, LeaderMessage, Resign, TermStart } from "../../../src/tabs/messages";
import type { Tab } from "../../../src/tabs/tab";
import { isAhead, isSame } from "../../../src/tabs/term";
import { CHANNEL, ModelLeader } from "./model-leader";
import { takeTasks } from "./model-tasks";

type Posted = LeaderMessage | Resign;

export class World {
  said = 0;
  /** Texts of the commands, in the order in which they were written. */
  readonly written: string[] = [];
  readonly outcomes = new Map<string, string[]>();
  /** What the page was told: numbers of messages, and whether the server can be reached. */
  readonly told: (number | "connected" | "lost")[] = [];
  readonly leaders: ModelLeader[] = [];
  readonly follower: Follower;
  private readonly outbox = new Outbox(
    () => "f",
    () => true,
    () => undefined,
  );
  /** Of each leader: what is on its way to the follower, in order. */
  private readonly ways = new Map<ModelLeader, Posted[]>();
  private toLeaders: FollowerMessage[] = [];
  private given = 0;

  constructor() {
    const inbox = new Inbox();
    inbox.channels = [CHANNEL];
    const page = {
      onMessage: (message: { kind: string; data?: unknown }) =>
        message.kind === "channel" && this.told.push(Number(message.data)),
      onConnect: () => this.told.push("connected"),
      onDisconnect: () => this.told.push("lost"),
      onNode: () => undefined,
      onHeard: () => undefined,
      onRefusedKey: () => false,
      onState: () => undefined,
      onTabs: () => undefined,
    };
    const tab = {
      ...{ id: "f", userId: "", outbox: this.outbox, inbox, page },
      ...{ gaps: new Gaps(() => undefined), turns: { tick: () => 0, assign: () => 0, keys: [] } },
      recovery: new Recovery({
        recovers: () => false,
        onMessage: page.onMessage,
        onSeen: () => undefined,
        onGap: () => undefined,
      }),
    };
    takeTasks();
    this.follower = new Follower(tab as unknown as Tab, {
      post: (message) => void this.toLeaders.push(message as FollowerMessage),
      leader: { overhear: () => undefined } as unknown as Leader,
    });
    this.begin("free");
  }

  get leader(): ModelLeader {
    return this.leaders.at(-1) as ModelLeader;
  }

  post(from: ModelLeader, message: Posted): void {
    this.ways.set(from, [...(this.ways.get(from) ?? []), structuredClone(message)]);
  }

  begin(type: "free" | "forced" | "continued"): void {
    const number = this.leaders.length + 1;
    const before = this.leaders.at(-1);
    const start: TermStart =
      type === "continued" && before
        ? { type, term: before.term, last: before.entries.length }
        : { type: type === "forced" ? type : "free" };
    const leader = new ModelLeader(this, { number, leader: `l${number}` }, start);
    if (type === "continued" && before) leader.read = before.read;
    this.leaders.push(leader);
    leader.lead();
  }

  /**
   * The leader ends without a word, and a tab that has listened beside it leads: it passes on what it
   * has not heard the leader pass on.
   * @param unread how many of the leader's last entries it has not read.
   */
  succeed(unread: number): void {
    const { term, entries } = this.leader;
    this.leader.isAlive = false;
    const last = Math.max(0, entries.length - unread);
    const number = this.leaders.length + 1;
    const start: TermStart = { type: "succeeded", term, last };
    const heir = new ModelLeader(this, { number, leader: `l${number}` }, start);
    heir.read = this.leader.readAfter(last);
    this.leaders.push(heir);
    heir.lead();
    heir.listen();
  }

  resign(isHandedOver: boolean): void {
    const { term, entries } = this.leader;
    this.leader.isAlive = false;
    this.post(this.leader, { type: "resign", term, last: entries.length, isHandedOver });
  }

  give(): void {
    const text = `c${this.given++}`;
    const outcomes: string[] = [];
    this.outcomes.set(text, outcomes);
    const onDone = (error?: { code: string }) => void outcomes.push(error?.code ?? "done");
    this.outbox.add({ command: publishCommand(CHANNEL, "e", text, ""), onDone });
    this.follower.offer();
  }

  /** Something on its way arrives: at the follower, or at all leaders. */
  deliver(choice: number, how: "once" | "twice" | "never"): void {
    const ways = [...this.ways.values()].filter(({ length }) => length);
    const way = ways[choice % (ways.length + 1)];
    const times = how === "never" ? 0 : how === "twice" ? 2 : 1;
    const message = way?.shift();
    for (let rest = times; message && rest--;) this.take(message);
    const asked = way ? undefined : this.toLeaders.shift();
    for (let rest = times; asked && rest--;)
      for (const leader of this.leaders) if (leader.isAlive) leader.take(asked);
    for (const task of takeTasks()) task();
  }

  /** Time passes without mishaps, until nothing more happens. */
  settle(): void {
    for (const leader of this.leaders) leader.isAlive = leader === this.leader;
    for (let round = 0; round < 8; round++) {
      this.leader.listen();
      this.leader.lead();
      this.follower.tick();
      for (let rest = 10_000; rest-- && this.isBusy;) this.deliver(rest, "once");
    }
  }

  private get isBusy(): boolean {
    return this.toLeaders.length > 0 || [...this.ways.values()].some(({ length }) => length);
  }

  /** As `Mailbox` does, which knows which leader counts. */
  private take(message: Posted): void {
    const { known, reader } = this.follower;
    if (message.type === "resign") return reader.onResign(message);
    const counts = isSame(message.term, known) || isAhead(message.term, known);
    if (message.type === "lead") return counts ? this.follower.follow(message) : undefined;
    if (!counts || isSame(message.term, known)) reader.onEntries(message);
    else this.follower.report();
  }
}
