/**
 * A follower among leaders that are closed, crash, hand over or are deposed, over a bus that loses,
 * doubles and delays messages. Whatever happens, in whatever order: the page hears each message at
 * most once and in order, and misses none without having been told that the server could not be
 * reached (invariant 3); each command is written at most once, or its caller is told that nobody
 * knows (invariant 4).
 */
import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { publishCommand } from "../../../src/protocol/commands";
import { Follower } from "../../../src/tabs/follower/follower";
import { Gaps } from "../../../src/tabs/follower/gaps";
import { Inbox } from "../../../src/tabs/follower/inbox";
import type { Leader } from "../../../src/tabs/leader/leader";
import { Outbox } from "../../../src/tabs/follower/outbox";
import type {
  CommandId,
  Entry,
  FollowerMessage,
  LeaderMessage,
  Resign,
  ShardState,
  TermStart,
} from "../../../src/tabs/messages";
import type { Tab } from "../../../src/tabs/tab";
import { isAhead, isSame, type Term } from "../../../src/tabs/term";

const later: (() => void)[] = [];
vi.mock("../../../src/platform/tasks", () => ({
  nextTask: (task: () => void) => void later.push(task),
  callPage: (callback: () => void) => callback(),
}));

const CHANNEL = "web_x";
const OPEN: ShardState = { type: "open", info: '{"authorized":true}', channels: [CHANNEL] };

/** A leader by the rules of docs/tab-protocol.md, in the simplest form. */
class ModelLeader {
  readonly entries: Entry[] = [];
  /** Messages of the server that it has read. */
  read: number;
  isAlive = true;
  private readonly written = new Set<number>();

  constructor(
    readonly world: World,
    readonly term: Term,
    readonly start: TermStart,
  ) {
    this.read = world.said;
    this.emit({ type: "shard", shard: 0, state: OPEN });
  }

  /** Reads what the server has said by now. */
  listen(): void {
    while (this.read < this.world.said) {
      const data = String(this.read++);
      const text = JSON.stringify({ pipe: CHANNEL, event: "e", data });
      this.emit({ type: "frame", channel: CHANNEL, text });
    }
  }

  emit(entry: Entry): void {
    this.entries.push(entry);
    this.send(this.entries.length, [entry]);
  }

  take(message: FollowerMessage): void {
    if (message.type === "report") this.lead();
    if (message.type === "resync") this.refill(message.term, message.after);
    const leader = message.type === "report" ? message.known.leader : undefined;
    const isMeant = message.type === "commands" ? message.leader : leader;
    if ("commands" in message && isMeant === this.term.leader)
      for (const { command, ...id } of message.commands) this.write(id, command.text);
  }

  lead(reset?: string): void {
    const { term, start, entries } = this;
    this.world.post(this, {
      ...{ type: "lead", term, start, last: entries.length, at: 0, tabs: ["f"] },
      ...{ shards: [OPEN], queue: [], duties: [], reset },
    });
  }

  private refill(term: Term, after: number | undefined): void {
    if (!isSame(term, this.term) || after === undefined) return this.lead("f");
    this.send(after + 1, this.entries.slice(after));
  }

  private write(id: CommandId, text: string): void {
    if (this.written.has(id.number)) return;
    this.written.add(id.number);
    this.emit({ type: "writing", commands: [id] });
    this.world.written.push(JSON.parse(text.split("\n")[4] ?? "") as string);
    const report = { pipe: `_answer_to_${CHANNEL}`, event: "answer", data: "x" };
    this.emit({ type: "answer", to: id, text: JSON.stringify(report) });
  }

  private send(first: number, entries: Entry[]): void {
    this.world.post(this, { type: "entries", term: this.term, at: 0, first, entries });
  }
}

type Posted = LeaderMessage | Resign;

class World {
  said = 0;
  /** Texts of the commands, in the order in which they were written. */
  readonly written: string[] = [];
  readonly outcomes = new Map<string, string[]>();
  /** What the page was told: numbers of messages, and whether the server can be reached. */
  readonly told: (number | "connected" | "lost")[] = [];
  readonly leaders: ModelLeader[] = [];
  readonly follower: Follower;
  private readonly outbox = new Outbox(() => "f");
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
      onTabs: () => undefined,
    };
    const tab = {
      ...{ id: "f", userId: "", outbox: this.outbox, inbox, page },
      ...{ gaps: new Gaps(() => undefined), turns: { tick: () => 0, assign: () => 0, keys: [] } },
    };
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
    for (const task of later.splice(0)) task();
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

type Step = (world: World) => void;

const delivery = fc
  .tuple(fc.nat(3), fc.constantFrom("once", "once", "once", "twice", "never"))
  .map(([choice, how]): [string, Step] => [
    `deliver ${choice} ${how}`,
    (world) => world.deliver(choice, how),
  ]);

/** Messages of the server reach the leaders that are alive. */
const STEPS: Record<string, Step> = {
  say: (world) => {
    world.said++;
    for (const leader of world.leaders) if (leader.isAlive) leader.listen();
  },
  give: (world) => world.give(),
  tick: (world) => world.follower.tick(),
  announce: (world) => world.leader.lead(),
  close: (world) => {
    world.resign(false);
    world.said++;
    world.begin("free");
  },
  crash: (world) => {
    world.leader.isAlive = false;
    world.said++;
    world.begin("free");
  },
  "hand over": (world) => {
    // An heir has heard all that was said before.
    world.settle();
    world.resign(true);
    world.begin("continued");
  },
  depose: (world) => world.begin("forced"),
};

const step = fc.oneof(
  { arbitrary: delivery, weight: 6 },
  { arbitrary: fc.constantFrom("say", "give"), weight: 4 },
  { arbitrary: fc.constantFrom(...Object.keys(STEPS)), weight: 1 },
);

function run(steps: (string | [string, Step])[]): World {
  later.splice(0);
  const world = new World();
  for (const each of steps) (typeof each === "string" ? STEPS[each] : each[1])?.(world);
  return world;
}

/** Each message once and in order; a jump only where the page knew that it was disconnected. */
function expectOrder(told: World["told"]): void {
  let last: number | undefined;
  let isConnected = false;
  let mayJump = true;
  for (const each of told) {
    if (typeof each === "string") {
      isConnected = each === "connected";
      mayJump ||= !isConnected;
      continue;
    }
    if (last !== undefined) expect(each).toBeGreaterThan(last);
    if (last !== undefined && !mayJump) expect(each).toBe(last + 1);
    last = each;
    mayJump = !isConnected;
  }
}

it("hears everything once and in order, and gives each command once, whatever happens", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: "max" }), (steps) => {
      const world = run(steps);
      world.settle();
      expectOrder(world.told);
      for (const [text, outcomes] of world.outcomes) {
        const times = world.written.filter((each) => each === text).length;
        expect([text, outcomes.length]).toEqual([text, 1]);
        expect(["done", "unconfirmed"]).toContain(outcomes[0]);
        if (outcomes[0] === "done") expect([text, times]).toEqual([text, 1]);
        expect(times).toBeLessThan(2);
      }
      // The end of all that: the tab hears the leader that is left.
      world.said++;
      world.settle();
      expect(world.told.at(-1)).toBe(world.said - 1);
    }),
    { numRuns: 1_500 },
  );
});

it("loses nothing where leaders hand over and no message is lost", () => {
  const orderly = fc.oneof(
    fc
      .nat(3)
      .map((choice): [string, Step] => ["deliver", (world) => world.deliver(choice, "once")]),
    fc.constantFrom("say", "give", "hand over", "tick"),
  );
  fc.assert(
    fc.property(fc.array(orderly, { maxLength: 60, size: "max" }), (steps) => {
      const world = run(["announce"]);
      world.settle();
      for (const each of steps) (typeof each === "string" ? STEPS[each] : each[1])?.(world);
      world.settle();
      const all = Array.from({ length: world.said }, (_, index) => index);
      expect(world.told).toEqual(["connected", ...all]);
      expect([...world.outcomes.values()]).toEqual([...world.outcomes].map(() => ["done"]));
    }),
    { numRuns: 1_500 },
  );
});
