import { nextTask } from '../../platform/tasks.js';
import { CometError } from '../../api/errors.js';
import { traitsOf } from '../../protocol/commands.js';
import { ReplayFilter } from './replay-filter.js';

const MAX_WAITING = 500;
const MAX_OFFER = 50;
class Outbox {
  /** @param _tab the id of this tab. */
  constructor(_tab) {
    this._tab = _tab;
    this._entries = /* @__PURE__ */ new Map();
    /** Of each tab: the number of its last command that was written, by whatever leader. */
    this._written = /* @__PURE__ */ new Map();
    this._count = 0;
  }
  /** Takes a request. */
  add(request) {
    this._add({ tab: this._tab(), number: ++this._count }, request);
    const waiting = this._in("queued");
    if (waiting.length > MAX_WAITING) this._drop(waiting.slice(0, 1));
  }
  /** Takes over what another tab left. @param isOffered the present leader knows of it already. */
  adopt(commands, isOffered) {
    for (const { command, offeredTo, ...id } of commands)
      if ((!offeredTo || offeredTo === this._tab()) && id.number > this.lastWritten(id.tab))
        this._add(id, { command, onDone: () => void 0 }, isOffered ? "offered" : "queued");
  }
  /**
   * The commands to offer to the leader: those that it has not written yet, once more; else new ones.
   * @param all both, before the tab leaves.
   */
  offer(all = false) {
    const unwritten = this._unwritten;
    const offered = this._in("offered");
    const next = offered.length ? offered : unwritten.slice(0, MAX_OFFER);
    const entries = all ? unwritten : next;
    for (const entry of entries) entry.state = "offered";
    return entries.map(({ id, request }) => ({ ...id, command: request.command }));
  }
  /** Whether something was offered, but not written. */
  get isWaiting() {
    return this._in("offered").length > 0;
  }
  /** Whether something was not offered yet. */
  get hasNew() {
    return this._in("queued").length > 0;
  }
  lastWritten(tab) {
    return this._written.get(tab) || 0;
  }
  /** A leader writes a command now. */
  wrote(id) {
    const { tab, number } = id;
    if (number > this.lastWritten(tab)) this._written.set(tab, number);
    const entry = this._entries.get(keyOf(id));
    if (!entry) return;
    entry.state = "written";
    if (tab !== this._tab()) this._entries.delete(keyOf(id));
  }
  /** A message of the log that was asked for. */
  log(id, message) {
    const entry = this._entries.get(keyOf(id));
    if (!entry || message.kind !== "channel") return;
    const { request, replay } = entry;
    if (request.onLog && replay.isNew(message.text)) request.onLog(message);
  }
  /** A command was carried out. Returns whether its caller still waited for that. */
  settle(id, answer) {
    const entry = this._entries.get(keyOf(id));
    if (!entry) return false;
    this._entries.delete(keyOf(id));
    const { command, onDone } = entry.request;
    if (answer)
      onDone(
        answer.kind === "refusal" ? new CometError("refused", answer.reason) : void 0,
        answer
      );
    else onDone(traitsOf(command).isRepeatable ? void 0 : unconfirmed(command.channel));
    return true;
  }
  /** A leader is gone without a word: what was offered to it counts as written. */
  doubt() {
    for (const entry of this._in("offered")) entry.state = "written";
  }
  /**
   * The connection is gone: commands that are not settled are for the next one.
   * @param isSameLeader the leader lives, and may still write the commands that are on their way to it.
   */
  requeue(isSameLeader = false) {
    for (const entry of this._all()) {
      if (entry.state === "written") this.repeat(entry.id);
      else if (!isSameLeader) entry.state = "queued";
    }
  }
  /** A command's answer is lost: a question is asked again; a message may have been delivered. */
  repeat(id) {
    const entry = this._entries.get(keyOf(id));
    if (!entry) return;
    const { request, replay } = entry;
    if (!traitsOf(request.command).isRepeatable) return void this.settle(id);
    this._entries.delete(keyOf(id));
    replay.begin();
    this._add({ tab: this._tab(), number: ++this._count }, request, "queued", replay);
  }
  /** Gives up all that was not written. */
  discard() {
    this._drop(this._unwritten);
  }
  /**
   * The tab leaves: returns the commands that others may carry out. Their callers are told that nobody
   * knows what becomes of them.
   * @param leader the other tab to which all that is offered was offered.
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
  /** Gives back what other tabs left. */
  forget() {
    for (const { id } of this._all()) if (id.tab !== this._tab()) this._entries.delete(keyOf(id));
  }
  _all() {
    return [...this._entries.values()];
  }
  _in(state) {
    return this._all().filter((entry) => entry.state === state);
  }
  get _unwritten() {
    return this._all().filter(({ state }) => state !== "written");
  }
  _add(id, request, state = "queued", replay = new ReplayFilter()) {
    this._entries.set(keyOf(id), { id, request, replay, state });
  }
  /** Tells the callers later: they may well send again. */
  _drop(entries) {
    for (const { id } of entries) this._entries.delete(keyOf(id));
    nextTask(() => {
      for (const { request } of entries)
        request.onDone(new CometError("dropped", request.command.kind + " not sent"));
    });
  }
}
function keyOf({ tab, number }) {
  return tab + number;
}
function unconfirmed(channel) {
  return new CometError("unconfirmed", `Message to ${channel} sent, but not confirmed`, channel);
}

export { Outbox, keyOf };
//# sourceMappingURL=outbox.js.map
