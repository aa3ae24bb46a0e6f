import { nextTask } from "../../platform/tasks";
import { CometError } from "../../api/errors";
import type { Request } from "../link";
import { traitsOf } from "../../protocol/commands";
import type { ServerMessage } from "../../protocol/messages";
import { ReplayFilter } from "./replay-filter";
import type { CommandId, LeftCommand, NumberedCommand } from "../messages";

/** If more requests wait for a connection, the oldest is given up. */
const MAX_WAITING = 500;

/** How many are offered at a time: more may be too much for a storage. */
const MAX_OFFER = 50;

interface Entry {
  id: CommandId;
  request: Request;
  /** Of a log: tells what was delivered before a connection was lost. */
  replay: ReplayFilter;
  /**
   * - `queued`: this tab alone knows of it.
   * - `offered`: given to the present leader.
   * - `written`: on its way to the server; whether it arrived is open until it is settled.
   */
  state: "queued" | "offered" | "written";
}

/**
 * What this tab asked of the server and is not settled yet, in order; and what tabs that left had
 * no opportunity to have carried out. A leader says that it writes a command before it does: until
 * then a command is offered to each new leader, from then on never again, but for questions.
 */
export class Outbox {
  private readonly _entries = new Map<string, Entry>();
  /** Of each tab: the number of its last command that was written, by whatever leader. */
  private readonly _written = new Map<string, number>();
  private _count = 0;

  /** @param _tab the id of this tab. */
  constructor(private readonly _tab: () => string) {}

  /** Takes a request. */
  add(request: Request): void {
    this._add({ tab: this._tab(), number: ++this._count }, request);
    const waiting = this._in("queued");
    if (waiting.length > MAX_WAITING) this._drop(waiting.slice(0, 1));
  }

  /** Takes over what another tab left. @param isOffered the present leader knows of it already. */
  adopt(commands: LeftCommand[], isOffered: boolean): void {
    for (const { command, offeredTo, ...id } of commands)
      // Another leader may have written it by now, and a tab that has just joined cannot know.
      if ((!offeredTo || offeredTo === this._tab()) && id.number > this.lastWritten(id.tab))
        this._add(id, { command, onDone: () => undefined }, isOffered ? "offered" : "queued");
  }

  /**
   * The commands to offer to the leader: those that it has not written yet, once more; else new ones.
   * @param all both, before the tab leaves.
   */
  offer(all = false): NumberedCommand[] {
    const unwritten = this._unwritten;
    const offered = this._in("offered");
    const next = offered.length ? offered : unwritten.slice(0, MAX_OFFER);
    const entries = all ? unwritten : next;
    for (const entry of entries) entry.state = "offered";
    return entries.map(({ id, request }) => ({ ...id, command: request.command }));
  }

  /** Whether something was offered, but not written. */
  get isWaiting(): boolean {
    return this._in("offered").length > 0;
  }

  /** Whether something was not offered yet. */
  get hasNew(): boolean {
    return this._in("queued").length > 0;
  }

  lastWritten(tab: string): number {
    return this._written.get(tab) || 0;
  }

  /** A leader writes a command now. */
  wrote(id: CommandId): void {
    const { tab, number } = id;
    if (number > this.lastWritten(tab)) this._written.set(tab, number);
    const entry = this._entries.get(keyOf(id));
    if (!entry) return;
    entry.state = "written";
    if (tab !== this._tab()) this._entries.delete(keyOf(id));
  }

  /** A message of the log that was asked for. */
  log(id: CommandId, message: ServerMessage): void {
    const entry = this._entries.get(keyOf(id));
    if (!entry || message.kind !== "channel") return;
    const { request, replay } = entry;
    if (request.onLog && replay.isNew(message.text)) request.onLog(message);
  }

  /** A command was carried out. Returns whether its caller still waited for that. */
  settle(id: CommandId, answer?: ServerMessage): boolean {
    const entry = this._entries.get(keyOf(id));
    if (!entry) return false;
    this._entries.delete(keyOf(id));
    const { command, onDone } = entry.request;
    if (answer)
      onDone(
        answer.kind === "refusal" ? new CometError("refused", answer.reason) : undefined,
        answer,
      );
    else onDone(traitsOf(command).isRepeatable ? undefined : unconfirmed(command.channel));
    return true;
  }

  /** A leader is gone without a word: what was offered to it counts as written. */
  doubt(): void {
    for (const entry of this._in("offered")) entry.state = "written";
  }

  /**
   * The connection is gone: commands that are not settled are for the next one.
   * @param isSameLeader the leader lives, and may still write the commands that are on their way to it.
   */
  requeue(isSameLeader = false): void {
    for (const entry of this._all()) {
      if (entry.state === "written") this.repeat(entry.id);
      else if (!isSameLeader) entry.state = "queued";
    }
  }

  /** A command's answer is lost: a question is asked again; a message may have been delivered. */
  repeat(id: CommandId): void {
    const entry = this._entries.get(keyOf(id));
    if (!entry) return;
    const { request, replay } = entry;
    if (!traitsOf(request.command).isRepeatable) return void this.settle(id);
    this._entries.delete(keyOf(id));
    replay.begin();
    this._add({ tab: this._tab(), number: ++this._count }, request, "queued", replay);
  }

  /** Gives up all that was not written. */
  discard(): void {
    this._drop(this._unwritten);
  }

  /**
   * The tab leaves: returns the commands that others may carry out. Their callers are told that nobody
   * knows what becomes of them.
   * @param leader the other tab to which all that is offered was offered.
   */
  leave(leader: string | undefined): LeftCommand[] {
    const left = this._unwritten.filter(({ request }) => !traitsOf(request.command).isRepeatable);
    nextTask(() => {
      for (const { id } of left) this.settle(id);
    });
    return left.map(({ id, request: { command }, state }) => ({
      ...{ ...id, command },
      ...(state === "offered" && leader !== undefined ? { offeredTo: leader } : {}),
    }));
  }

  /** Gives back what other tabs left. */
  forget(): void {
    for (const { id } of this._all()) if (id.tab !== this._tab()) this._entries.delete(keyOf(id));
  }

  private _all(): Entry[] {
    return [...this._entries.values()];
  }

  private _in(state: Entry["state"]): Entry[] {
    return this._all().filter((entry) => entry.state === state);
  }

  private get _unwritten(): Entry[] {
    return this._all().filter(({ state }) => state !== "written");
  }

  private _add(
    id: CommandId,
    request: Request,
    state: Entry["state"] = "queued",
    replay = new ReplayFilter(),
  ): void {
    this._entries.set(keyOf(id), { id, request, replay, state });
  }

  /** Tells the callers later: they may well send again. */
  private _drop(entries: Entry[]): void {
    for (const { id } of entries) this._entries.delete(keyOf(id));
    nextTask(() => {
      for (const { request } of entries)
        request.onDone(new CometError("dropped", request.command.kind + " not sent"));
    });
  }
}

/** A command's id as the key of a set or map. */
export function keyOf({ tab, number }: CommandId): string {
  return tab + number;
}

function unconfirmed(channel: string): CometError {
  return new CometError("unconfirmed", `Message to ${channel} sent, but not confirmed`, channel);
}
