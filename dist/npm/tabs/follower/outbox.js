import { nextTask } from '../../platform/tasks.js';
import { CometError } from '../../api/errors.js';
import { isPublish, traitsOf } from '../../protocol/commands.js';
import { ReplayFilter } from './replay-filter.js';
import { excessOf } from './excess.js';
import { firstOf, keyOf, unconfirmed } from './pending.js';

const MAX_OFFER = { count: 50, length: 1024 * 1024 };
class Outbox {
  /**
   * @param _tab the id of this tab.
   * @param _isConnected whether the connection is open, as far as this tab knows.
   * @param _onPublished called when this tab has published a message, or may have.
   * @param _call calls a callback of a request, in its turn.
   */
  constructor(_tab, _isConnected, _onPublished, _call = (callback) => callback()) {
    this._tab = _tab;
    this._isConnected = _isConnected;
    this._onPublished = _onPublished;
    this._call = _call;
    this._pending = /* @__PURE__ */ new Map();
    /** For each tab: the number of its last command that any leader has written. */
    this._written = /* @__PURE__ */ new Map();
    this._count = 0;
  }
  /** Queues a request. If too much waits, gives up the oldest. */
  add(request) {
    const refusal = this._refusal;
    if (refusal && request.endsAtStop)
      return nextTask(() => this._call(() => request.onDone(refusal)));
    this._add({ tab: this._tab(), number: ++this._count }, request);
    const excess = excessOf(this._in("queued"), this._isConnected());
    if (excess) this._drop(excess.oldest, excess.reason);
  }
  /** Adopts commands of a tab that left. @param isOffered whether the leader knows of them. */
  adopt(commands, isOffered) {
    for (const { command, offeredTo, ...id } of commands)
      if ((!offeredTo || offeredTo === this._tab()) && id.number > this.lastWritten(id.tab))
        this._add(id, { command, onDone: () => void 0 }, isOffered ? "offered" : "queued");
  }
  /**
   * Returns the commands to offer to the leader: those that were offered and not written, once
   * more; if there are none, queued ones.
   * @param all returns both, because the tab leaves.
   */
  offer(all = false) {
    const unwritten = this._unwritten;
    const offered = this._in("offered");
    const next = offered.length ? offered : firstOf(unwritten, MAX_OFFER);
    const chosen = all ? unwritten : next;
    for (const each of chosen) each.state = "offered";
    return chosen.map(({ id, request }) => ({ ...id, command: request.command }));
  }
  /** Whether a command was offered, but not written. */
  get isWaiting() {
    return this._in("offered").length > 0;
  }
  /** Whether a command was not offered yet. */
  get hasNew() {
    return this._in("queued").length > 0;
  }
  lastWritten(tab) {
    return this._written.get(tab) || 0;
  }
  /** A leader writes a command now. */
  markWritten(id) {
    const { tab, number } = id;
    if (tab === this._tab()) this._count = Math.max(this._count, number);
    if (number > this.lastWritten(tab)) this._written.set(tab, number);
    const pending = this._pending.get(keyOf(id));
    if (!pending) return;
    pending.state = "written";
    if (tab !== this._tab()) this._pending.delete(keyOf(id));
  }
  /** A message of the log that was asked for. */
  log(id, message) {
    const pending = this._pending.get(keyOf(id));
    if (!pending || message.kind !== "channel") return;
    const { request, replay } = pending;
    if (request.onLog && replay.isNew(message.text)) this._call(() => request.onLog?.(message));
  }
  /** A command was carried out. Returns whether its caller still waited for that. */
  settle(id, answer) {
    const pending = this._pending.get(keyOf(id));
    if (!pending) return false;
    this._pending.delete(keyOf(id));
    const { command } = pending.request;
    if (isPublish(command) && answer?.kind !== "refusal") this._onPublished(command, answer);
    if (answer?.kind === "refusal")
      this._end(pending, new CometError("refused", answer.reason), answer);
    else if (answer) this._end(pending, void 0, answer);
    else
      this._end(pending, traitsOf(command).isRepeatable ? void 0 : unconfirmed(command.channel));
    return true;
  }
  /** A leader is gone, and may have written what was offered to it: that counts as written. */
  assumeWritten() {
    for (const pending of this._in("offered")) pending.state = "written";
  }
  /**
   * The connection is gone: commands that are not settled wait for the next one.
   * @param isSameLeader the leader lives, and may still write the commands that were offered to it.
   */
  requeue(isSameLeader = false) {
    for (const pending of this._all()) {
      if (pending.state === "written") this.repeat(pending.id);
      else if (!isSameLeader) pending.state = "queued";
    }
  }
  /** A command's answer is lost. A question is asked again; a publish is `unconfirmed`. */
  repeat(id) {
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
  cancel(request, error) {
    const pending = this._all().find((one) => one.request === request);
    if (!pending) return;
    const { id, state } = pending;
    if (state !== "queued" && !traitsOf(request.command).isRepeatable) return void this.settle(id);
    this._pending.delete(keyOf(id));
    this._end(pending, error);
  }
  /** Cancels all requests that end with the connection. */
  giveUp(error) {
    for (const { request } of this._all()) if (request.endsAtStop) this.cancel(request, error);
  }
  /** No connection will come before `admit`: ends the requests that wait for one, and further ones. */
  refuse(error) {
    this._refusal = error;
    this.giveUp(error);
  }
  /** A connection may come again. */
  admit() {
    this._refusal = void 0;
  }
  /** Gives up all commands that were not written. */
  discard() {
    this._drop(this._unwritten, "the visitor has changed");
  }
  /**
   * The tab leaves: returns the commands that other tabs may have carried out. For their callers,
   * who cannot learn the result, they are `unconfirmed`.
   * @param leader the other tab that commands were offered to.
   */
  leave(leader) {
    const left = this._unwritten.filter(({ request }) => !traitsOf(request.command).isRepeatable);
    nextTask(() => {
      for (const { id } of left) this.settle(id);
    });
    return left.map(({ id, request: { command }, state }) => ({
      ...{ ...id, command },
      ...state === "offered" && leader !== void 0 ? { offeredTo: leader } : {}
    }));
  }
  /** Drops the adopted commands. */
  dropAdopted() {
    for (const { id } of this._all()) if (id.tab !== this._tab()) this._pending.delete(keyOf(id));
  }
  _end({ request }, ...result) {
    this._call(() => request.onDone(...result));
  }
  _all() {
    return [...this._pending.values()];
  }
  _in(state) {
    return this._all().filter((pending) => pending.state === state);
  }
  get _unwritten() {
    return this._all().filter(({ state }) => state !== "written");
  }
  _add(id, request, state = "queued", replay = new ReplayFilter()) {
    this._pending.set(keyOf(id), { id, request, replay, state });
  }
  /** Tells the callers later: they may well send again. */
  _drop(dropped, reason) {
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

export { Outbox };
//# sourceMappingURL=outbox.js.map
