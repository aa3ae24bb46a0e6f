import { nextTask } from "../../platform/tasks";
import { CometError } from "../../api/errors";
import type { Request } from "../link";
import { traitsOf } from "../../protocol/commands";
import type { ServerMessage } from "../../protocol/messages";
import { ReplayFilter } from "./replay-filter";
import type { CommandId, NumberedCommand } from "../messages";

/** Where more requests wait for a connection, the oldest is given up. */
const MAX_WAITING = 500;

/** How many are offered at a time: more may be too much for a storage. */
const MAX_OFFER = 50;

interface Entry {
  id: CommandId;
  request: Request;
  /** Of a log: tells what was delivered before a connection was lost. */
  replay: ReplayFilter;
  /** Given to the present master. */
  isOffered: boolean;
  /** On its way to the server: whether it arrived is open until it is settled. */
  isWritten: boolean;
}

/**
 * What this tab asked of the server and is not settled yet, in order; and what tabs that left had
 * no opportunity to have carried out. A master says that it writes a command before it does: until
 * then a command is offered to each new master, from then on never again, but for questions.
 */
export class Outbox {
  private readonly _entries = new Map<string, Entry>();
  /** Of each tab: the number of its last command that was written, by whatever master. */
  private readonly _written = new Map<string, number>();
  private _count = 0;

  /** @param _tab the id of this tab. */
  constructor(private readonly _tab: () => string) {}

  /** Takes a request. */
  add(request: Request): void {
    this._add({ tab: this._tab(), number: ++this._count }, request, false);
    const waiting = this._all().filter(({ isOffered }) => !isOffered);
    if (waiting.length > MAX_WAITING) this._drop(waiting.slice(0, 1));
  }

  /** Takes over what another tab left. `isOffered`: the present master knows of it already. */
  adopt(commands: NumberedCommand[], isOffered: boolean): void {
    for (const { command, offeredTo, ...id } of commands)
      // Written by that master by now, or in doubt; a tab that has just joined cannot know.
      if ((!offeredTo || offeredTo === this._tab()) && id.number > this.lastWritten(id.tab))
        this._add(id, { command, onDone: () => undefined }, isOffered);
  }

  /**
   * What to offer to the master: once more what it has not written yet; else what is new.
   * @param all both, before the tab leaves.
   */
  offer(all = false): NumberedCommand[] {
    const unwritten = this._all().filter(({ isWritten }) => !isWritten);
    const offered = unwritten.filter(({ isOffered }) => isOffered);
    const next = offered.length ? offered : unwritten.slice(0, MAX_OFFER);
    const entries = all ? unwritten : next;
    for (const entry of entries) entry.isOffered = true;
    return entries.map(({ id, request }) => ({ ...id, command: request.command }));
  }

  /** Whether something was offered, but not written. */
  get isWaiting(): boolean {
    return this._all().some(({ isOffered, isWritten }) => isOffered && !isWritten);
  }

  /** Whether something was not offered yet. */
  get hasNew(): boolean {
    return this._all().some(({ isOffered, isWritten }) => !isOffered && !isWritten);
  }

  lastWritten(tab: string): number {
    return this._written.get(tab) || 0;
  }

  /** A master writes a command now. */
  wrote(id: CommandId): void {
    const { tab, number } = id;
    if (number > this.lastWritten(tab)) this._written.set(tab, number);
    const entry = this._entries.get(keyOf(id));
    if (!entry) return;
    entry.isWritten = true;
    if (tab !== this._tab()) this._entries.delete(keyOf(id));
  }

  /** A message of the log that was asked for. */
  log(id: CommandId, message: ServerMessage): void {
    const entry = this._entries.get(keyOf(id));
    if (!entry || message.kind !== "channel") return;
    const { request, replay } = entry;
    if (request.onLog && replay.isNew(message.text)) request.onLog(message);
  }

  /** A command was carried out; without an answer where there is none. Returns whether it waited. */
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

  /** A master is gone without a word: what was offered to it counts as written. */
  doubt(): void {
    for (const entry of this._all()) if (entry.isOffered) entry.isWritten = true;
  }

  /** The connection is gone: what is not settled is for the next. */
  requeue(isSameMaster = false): void {
    for (const entry of this._all()) {
      // What is on its way to a master that lives may be written by it yet.
      entry.isOffered = entry.isOffered && isSameMaster;
      if (entry.isWritten) this.repeat(entry.id);
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
    this._add({ tab: this._tab(), number: ++this._count }, request, false, replay);
  }

  /** Gives up all that was not written. */
  discard(): void {
    this._drop(this._all().filter(({ isWritten }) => !isWritten));
  }

  /**
   * The tab leaves: what others may carry out in its place. What becomes of it is not known here.
   * @param master the other tab to which all that is offered was offered; `""` for none.
   */
  leave(master: string): NumberedCommand[] {
    const left = this._all().filter(
      ({ isWritten, request }) => !isWritten && !traitsOf(request.command).isRepeatable,
    );
    nextTask(() => {
      for (const { id } of left) this.settle(id);
    });
    return left.map(({ id, request, isOffered }) => ({
      ...id,
      command: request.command,
      offeredTo: isOffered ? master : "",
    }));
  }

  /** Gives back what other tabs left. */
  forget(): void {
    for (const { id } of this._all()) if (id.tab !== this._tab()) this._entries.delete(keyOf(id));
  }

  private _all(): Entry[] {
    return [...this._entries.values()];
  }

  private _add(id: CommandId, request: Request, isOffered: boolean, replay = new ReplayFilter()) {
    this._entries.set(keyOf(id), { id, request, replay, isOffered, isWritten: false });
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
