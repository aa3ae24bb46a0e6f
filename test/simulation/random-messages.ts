/** Messages between tabs that are well formed, but make no sense where they come. */
import { countCommand, publishCommand } from "../../src/protocol/commands";
import type { Random } from "../support/random";
import { CHANNEL } from "./pages";

const IDS = ["a", "b", "c", "x", ""];

/** Makes the parts of messages, and messages of them. */
export class RandomMessages {
  constructor(private readonly random: Random) {}

  next(): object {
    return {
      from: this.id(),
      ...this.random.pick([...this.ofLeaders(), ...this.ofFollowers(), ...this.ofElections()]),
      at: this.number(),
      commands: this.commands(),
    };
  }

  private ofLeaders(): object[] {
    const { random } = this;
    const lead = {
      ...{ type: "lead", term: this.term(), last: this.number(), tabs: this.channels() },
      ...{ shards: random.list(2, () => this.state()), start: { type: "free" } },
      ...{ queue: this.queue(), duties: this.duties(), logs: this.channels() },
    };
    const start = random.pick([
      { type: "forced" },
      { type: "continued", term: this.term(), last: this.number() },
    ]);
    const entries = random.list(4, () => this.entry());
    return [
      lead,
      { ...lead, term: { number: 1, leader: this.id() }, last: 1, tabs: IDS, reset: this.id() },
      { ...lead, last: 0, tabs: [], start },
      { type: "entries", term: this.term(), first: this.number(), entries },
    ];
  }

  private ofFollowers(): object[] {
    const { random } = this;
    const known = random.pick([{ number: this.number() }, this.term()]);
    return [
      { type: "report", known, wants: this.wants() },
      { type: "resync", term: this.term(), ...random.pick([{}, { after: this.number() }]) },
      { type: "recover", term: this.term(), after: this.number(), channels: this.channels() },
      { type: "commands", leader: this.id() },
      { type: "wake" },
      { type: "running", name: CHANNEL, id: this.id() },
      { type: "restart", options: {} },
    ];
  }

  private ofElections(): object[] {
    const { random } = this;
    const rank = random.pick(["0 a 0", "1 b 0", "", "~"]);
    const heir = random.pick([{}, { heir: this.id() }]);
    const term = this.term();
    const tabs = [{ tab: this.id(), wants: this.wants() }];
    const isHandedOver = random.below(2) === 1;
    return [
      { type: "claim", rank },
      { type: "vouch", leader: this.id(), rank },
      { type: "resign", term, last: this.number(), isHandedOver, ...heir },
      { type: "bye" },
      { type: "handover", term, tabs, ...heir },
      { type: "ready", term },
    ];
  }

  private entry(): object {
    const { random } = this;
    const to = { tab: this.id(), number: this.number() };
    const text = '{"pipe":"web_chat","data":"odd"}';
    return random.pick([
      {
        type: "shards",
        shards: random.list(3, () => this.state()),
        changed: random.pick([0, 1, 7]),
      },
      { type: "shards", shards: random.list(3, () => this.state()) },
      { type: "writing", commands: random.list(3, () => to) },
      { type: "answer", to, text: random.pick(["", "{", "null", "{}"]) },
      { type: "answer", to },
      { type: "unanswered", to },
      { type: "log", to, channel: CHANNEL, text: '{"pipe":"web_chat"}' },
      ...[true, false].map((isLast) => ({
        ...{ type: "past", channel: CHANNEL, asked: this.number(), texts: [text, "{"], isLast },
      })),
      { type: "frame", channel: CHANNEL, text },
      { type: "echo", channel: CHANNEL, text, sender: this.id() },
      { type: "duties", duties: this.duties() },
    ]);
  }

  private state(): object {
    const { random } = this;
    const until = this.number();
    const info = random.pick(["", "{}", "null", '{"authorized":true}']);
    const node = random.pick(["", "server", "__proto__"]);
    return random.pick([
      { type: "open", node, info, channels: this.channels(), since: this.number() },
      { type: "connecting", node, until },
      { type: "lost", node, until, code: this.number(), since: this.number() },
      { type: "refused", node, until, text: "no", value: random.pick([401, null, [[]]]) },
      { type: "unneeded", node, until },
    ]);
  }

  private commands(): object[] {
    return this.random.list(4, () => ({
      tab: this.id(),
      number: this.number(),
      command: this.random.below(2)
        ? publishCommand(CHANNEL, "e", "odd", "")
        : countCommand(CHANNEL),
    }));
  }

  private wants(): object {
    const isHidden = this.random.below(2) > 0;
    return { channels: this.channels(), duties: [CHANNEL], isHidden };
  }

  private queue(): object[] {
    const entry = () => ({ id: this.id(), time: this.number(), before: 1, now: this.number() });
    return this.random.list(2, entry);
  }

  private duties(): object[] {
    return this.random.list(2, () => ({ name: this.random.pick([CHANNEL, ""]), tabs: IDS }));
  }

  private channels(): string[] {
    return this.random.list(4, () => this.random.pick([CHANNEL, "web_x", "", "msg"]));
  }

  private term(): object {
    return { number: this.number(), leader: this.id() };
  }

  private number(): number {
    return this.random.below(this.random.pick([2, 5, 100, 1_000]));
  }

  private id(): string {
    return this.random.pick(IDS);
  }
}
