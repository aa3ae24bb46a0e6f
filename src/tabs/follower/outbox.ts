import { nextTask } from "../../platform/tasks";
import { CometError } from "../../api/errors";
import type { Request } from "../link";
import { isPublish, traitsOf, type Command } from "../../protocol/commands";
import type { ServerMessage } from "../../protocol/messages";
import { ReplayFilter } from "./replay-filter";
import type { CommandId, NumberedCommand } from "../entries";
import type { LeftCommand } from "../messages";
import { excessOf } from "./excess";
import { firstOf, keyOf, unconfirmed, type Pending, type Size } from "./pending";

/** How many commands are offered at a time: more may be too large for the storage. */
const MAX_OFFER: Size = { count: 50, length: 1024 * 1024 };

/**
 * The commands of this tab that are not settled yet, in order, and unwritten commands of tabs that
 * left. A leader says that it writes a command before it does. Until then the command is offered to
 * each new leader; from then on never again, unless it may be repeated (a question).
 */
export class Outbox {
  private readonly _pending = new Map<string, Pending>();
  /** For each tab: the number of its last command that any leader has written. */
  private readonly _written = new Map<string, number>();
  private _count = 0;
  /** Why no connection will come. */
  private _refusal: CometError | undefined;

  /**
   * @param _tab the id of this tab.
   * @param _isConnected whether the connection is open, as far as this tab knows.
   * @param _onPublished called when this tab has published a message, or may have.
   * @param _call calls a callback of a request, in its turn.
   */
  constructor(
    private readonly _tab: () => string,
    private readonly _isConnected: () => boolean,
    private readonly _onPublished: (command: Command, report?: ServerMessage) => void,
    private readonly _call: (callback: () => void) => void = (callback) => callback(),
  ) {}

  /** Queues a request. If too much waits, gives up the oldest. */
  add(request: Request): void {
    const refusal = this._refusal;
    if (refusal && request.endsAtStop)
      return nextTask(() => this._call(() => request.onDone(refusal)));
    this._add({ tab: this._tab(), number: ++this._count }, request);
    const excess = excessOf(this._in("queued"), this._isConnected());
    if (excess) this._drop(excess.oldest, excess.reason);
  }

  /** Adopts commands of a tab that left. @param isOffered whether the leader knows of them. */
  adopt(commands: LeftCommand[], isOffered: boolean): void {
    for (const { command, offeredTo, ...id } of commands)
      // Only the leader that it was offered to knows whether it was written.
      if ((!offeredTo || offeredTo === this._tab()) && id.number > this.lastWritten(id.tab))
        this._add(id, { command, onDone: () => undefined }, isOffered ? "offered" : "queued");
  }

  /**
   * Returns the commands to offer to the leader: those that were offered and not written, once
   * more; if there are none, queued ones.
   * @param all returns both, because the tab leaves.
   */
  offer(all = false): NumberedCommand[] {
    const unwritten = this._unwritten;
    const offered = this._in("offered");
    const next = offered.length ? offered : firstOf(unwritten, MAX_OFFER);
    const chosen = all ? unwritten : next;
    for (const each of chosen) each.state = "offered";
    return chosen.map(({ id, request }) => ({ ...id, command: request.command }));
  }

  /** Whether a command was offered, but not written. */
  get isWaiting(): boolean {
    return this._in("offered").length > 0;
  }

  /** Whether a command was not offered yet. */
  get hasNew(): boolean {
    return this._in("queued").length > 0;
  }

  lastWritten(tab: string): number {
    return this._written.get(tab) || 0;
  }

  /** A leader writes a command now. */
  markWritten(id: CommandId): void {
    const { tab, number } = id;
    // A script of another author may say so: what is given from now on is numbered above it.
    if (tab === this._tab()) this._count = Math.max(this._count, number);
    if (number > this.lastWritten(tab)) this._written.set(tab, number);
    const pending = this._pending.get(keyOf(id));
    if (!pending) return;
    pending.state = "written";
    if (tab !== this._tab()) this._pending.delete(keyOf(id));
  }

  /** A message of the log that was asked for. */
  log(id: CommandId, message: ServerMessage): void {
    const pending = this._pending.get(keyOf(id));
    if (!pending || message.kind !== "channel") return;
    const { request, replay } = pending;
    if (request.onLog && replay.isNew(message.text)) this._call(() => request.onLog?.(message));
  }

  /** A command was carried out. Returns whether its caller still waited for that. */
  settle(id: CommandId, answer?: ServerMessage): boolean {
    const pending = this._pending.get(keyOf(id));
    if (!pending) return false;
    this._pending.delete(keyOf(id));
    const { command } = pending.request;
    if (isPublish(command) && answer?.kind !== "refusal") this._onPublished(command, answer);
    if (answer?.kind === "refusal")
      this._end(pending, new CometError("refused", answer.reason), answer);
    else if (answer) this._end(pending, undefined, answer);
    else
      this._end(pending, traitsOf(command).isRepeatable ? undefined : unconfirmed(command.channel));
    return true;
  }

  /** A leader is gone, and may have written what was offered to it: that counts as written. */
  assumeWritten(): void {
    for (const pending of this._in("offered")) pending.state = "written";
  }

  /**
   * The connection is gone: commands that are not settled wait for the next one.
   * @param isSameLeader the leader lives, and may still write the commands that were offered to it.
   */
  requeue(isSameLeader = false): void {
    for (const pending of this._all()) {
      if (pending.state === "written") this.repeat(pending.id);
      else if (!isSameLeader) pending.state = "queued";
    }
  }

  /** A command's answer is lost. A question is asked again; a publish is `unconfirmed`. */
  repeat(id: CommandId): void {
    const pending = this._pending.get(keyOf(id));
    if (!pending) return;
    const { request, replay } = pending;
    if (!traitsOf(request.command).isRepeatable) return void this.settle(id);
    this._pending.delete(keyOf(id));
    replay.begin();
    this._add({ tab: this._tab(), number: ++this._count }, request, "queued", replay);
  }

  /**
   * The caller does not wait any longer. A command that only this tab knows of is not carried out; of
   * any other message nobody knows whether it is (`unconfirmed`).
   * @param error for the caller, unless it is `unconfirmed`.
   */
  cancel(request: Request, error: CometError): void {
    const pending = this._all().find((one) => one.request === request);
    if (!pending) return;
    const { id, state } = pending;
    if (state !== "queued" && !traitsOf(request.command).isRepeatable) return void this.settle(id);
    this._pending.delete(keyOf(id));
    this._end(pending, error);
  }

  /** Cancels all requests that end with the connection. */
  giveUp(error: CometError): void {
    for (const { request } of this._all()) if (request.endsAtStop) this.cancel(request, error);
  }

  /** No connection will come before `admit`: ends the requests that wait for one, and further ones. */
  refuse(error: CometError): void {
    this._refusal = error;
    this.giveUp(error);
  }

  /** A connection may come again. */
  admit(): void {
    this._refusal = undefined;
  }

  /** Gives up all commands that were not written. */
  discard(): void {
    this._drop(this._unwritten, "the visitor has changed");
  }

  /**
   * The tab leaves: returns the commands that other tabs may have carried out. For their callers,
   * who cannot learn the result, they are `unconfirmed`.
   * @param leader the other tab that commands were offered to.
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

  /** Drops the adopted commands. */
  dropAdopted(): void {
    for (const { id } of this._all()) if (id.tab !== this._tab()) this._pending.delete(keyOf(id));
  }

  private _end({ request }: Pending, ...result: Parameters<Request["onDone"]>): void {
    this._call(() => request.onDone(...result));
  }

  private _all(): Pending[] {
    return [...this._pending.values()];
  }

  private _in(state: Pending["state"]): Pending[] {
    return this._all().filter((pending) => pending.state === state);
  }

  private get _unwritten(): Pending[] {
    return this._all().filter(({ state }) => state !== "written");
  }

  private _add(
    id: CommandId,
    request: Request,
    state: Pending["state"] = "queued",
    replay = new ReplayFilter(),
  ): void {
    this._pending.set(keyOf(id), { id, request, replay, state });
  }

  /** Tells the callers later: they may well send again. */
  private _drop(dropped: Pending[], reason: string): void {
    for (const { id } of dropped) this._pending.delete(keyOf(id));
    nextTask(() => {
      for (const { request } of dropped) {
        const { channel } = request.command;
        const what = isPublish(request.command) ? `Message to ${channel}` : "Question";
        const text = `${what} not sent: ${reason}`;
        this._call(() => request.onDone(new CometError("dropped", text, channel)));
      }
    });
  }
}
