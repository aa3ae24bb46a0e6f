import { nextTask } from '../../platform/tasks.js';
import { CometError } from '../../api/errors.js';
import { ReplayFilter } from './replay-filter.js';

const MAX_WAITING = 500;
const MAX_OFFER = 50;
class Outbox {
  /** @param _tab the id of this tab. */
  constructor(_tab) {
    this._tab = _tab;
    this._entries = /* @__PURE__ */ new Map();
    /** Of each tab: the number of its last command that was written, by whatever master. */
    this._written = /* @__PURE__ */ new Map();
    this._count = 0;
  }
  /** Takes a request. */
  add(request) {
    this._add({ tab: this._tab(), number: ++this._count }, request, false);
    const waiting = this._all().filter(({ isOffered }) => !isOffered);
    if (waiting.length > MAX_WAITING) this._drop(waiting.slice(0, 1));
  }
  /** Takes over what another tab left. `isOffered`: the present master knows of it already. */
  adopt(commands, isOffered) {
    for (const { command, offeredTo, ...id } of commands)
      if ((!offeredTo || offeredTo === this._tab()) && id.number > this.lastWritten(id.tab))
        this._add(id, { command, onDone: () => void 0 }, isOffered);
  }
  /**
   * What to offer to the master: once more what it has not written yet; else what is new.
   * @param all both, before the tab leaves.
   */
  offer(all = false) {
    const unwritten = this._all().filter(({ isWritten }) => !isWritten);
    const offered = unwritten.filter(({ isOffered }) => isOffered);
    const next = offered.length ? offered : unwritten.slice(0, MAX_OFFER);
    const entries = all ? unwritten : next;
    for (const entry of entries) entry.isOffered = true;
    return entries.map(({ id, request }) => ({ ...id, command: request.command }));
  }
  /** Whether something was offered, but not written. */
  get isWaiting() {
    return this._all().some(({ isOffered, isWritten }) => isOffered && !isWritten);
  }
  /** Whether something was not offered yet. */
  get hasNew() {
    return this._all().some(({ isOffered, isWritten }) => !isOffered && !isWritten);
  }
  lastWritten(tab) {
    return this._written.get(tab) || 0;
  }
  /** A master writes a command now. */
  wrote(id) {
    const { tab, number } = id;
    if (number > this.lastWritten(tab)) this._written.set(tab, number);
    const entry = this._entries.get(keyOf(id));
    if (!entry) return;
    entry.isWritten = true;
    if (tab !== this._tab()) this._entries.delete(keyOf(id));
  }
  /** A message of the log that was asked for. */
  log(id, message) {
    const entry = this._entries.get(keyOf(id));
    if (!entry || message.kind !== "channel") return;
    const { request, replay } = entry;
    if (request.onLog && replay.isNew(message.text)) request.onLog(message);
  }
  /** A command was carried out; without an answer where there is none. Returns whether it waited. */
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
    else onDone(command.kind === "web_pipe2" ? unconfirmed(command.channel) : void 0);
    return true;
  }
  /** A master is gone without a word: what was offered to it counts as written. */
  doubt() {
    for (const entry of this._all()) if (entry.isOffered) entry.isWritten = true;
  }
  /** The connection is gone: what is not settled is for the next. */
  requeue(isSameMaster = false) {
    for (const entry of this._all()) {
      entry.isOffered = entry.isOffered && isSameMaster;
      if (entry.isWritten) this.repeat(entry.id);
    }
  }
  /** A command's answer is lost: a question is asked again; a message may have been delivered. */
  repeat(id) {
    const entry = this._entries.get(keyOf(id));
    if (!entry) return;
    const { request, replay } = entry;
    if (request.command.kind === "web_pipe2") return void this.settle(id);
    this._entries.delete(keyOf(id));
    replay.begin();
    this._add({ tab: this._tab(), number: ++this._count }, request, false, replay);
  }
  /** Gives up all that was not written. */
  discard() {
    this._drop(this._all().filter(({ isWritten }) => !isWritten));
  }
  /**
   * The tab leaves: what others may carry out in its place. What becomes of it is not known here.
   * @param master the other tab to which all that is offered was offered; `""` for none.
   */
  leave(master) {
    const left = this._all().filter(
      ({ isWritten, request }) => !isWritten && request.command.kind === "web_pipe2"
    );
    nextTask(() => {
      for (const { id } of left) this.settle(id);
    });
    return left.map(({ id, request, isOffered }) => ({
      ...id,
      command: request.command,
      offeredTo: isOffered ? master : ""
    }));
  }
  /** Gives back what other tabs left. */
  forget() {
    for (const { id } of this._all()) if (id.tab !== this._tab()) this._entries.delete(keyOf(id));
  }
  _all() {
    return [...this._entries.values()];
  }
  _add(id, request, isOffered, replay = new ReplayFilter()) {
    this._entries.set(keyOf(id), { id, request, replay, isOffered, isWritten: false });
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
