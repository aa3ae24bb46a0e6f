import type { CommandId, Entry, ShardState } from "../../../src/tabs/entries";
import type { FollowerMessage, TermStart } from "../../../src/tabs/messages";
import { isSame, type Term } from "../../../src/tabs/term";
import type { World } from "./model-world";

export const CHANNEL = "web_x";
const OPEN: ShardState = {
  type: "open",
  node: "server",
  info: '{"authorized":true}',
  channels: [CHANNEL],
};

/** A leader by the rules of docs/tab-protocol.md, in the simplest form. */
export class ModelLeader {
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
    this.emit({ type: "shards", shards: [OPEN] });
  }

  /** How many messages of the server it had read after its entry `last`. */
  readAfter(last: number): number {
    const isFrame = ({ type }: Entry) => type === "frame";
    return this.read - this.entries.slice(last).filter(isFrame).length;
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
      ...{ shards: [OPEN], queue: [], duties: [], logs: [], reset },
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
