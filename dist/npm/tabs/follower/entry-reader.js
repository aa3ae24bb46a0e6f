import { goesOn } from '../messages.js';
import { isSame } from '../term.js';

class EntryReader {
  constructor(_tab, _emit) {
    this._tab = _tab;
    this._emit = _emit;
    this.known = { number: 0 };
    this.tabs = [];
    this._reading = { term: { number: 0 }, last: 0, skipped: 0, isSettled: false };
    this._entrance = { at: "lead" };
    this._group = "";
    this._isOver = false;
  }
  /** The leader whose entries are read. */
  get leader() {
    return this._reading.term.leader;
  }
  /** The number of the last entry that was read. */
  get last() {
    return this._reading.last;
  }
  /**
   * Whether that is the known leader. Until then the tab offers it no commands: if that leader
   * ended unheard, no tab would know what it wrote.
   */
  get isCurrent() {
    return isSame(this.known, this._reading.term);
  }
  /** Whether that leader has ended, and the tab knows all that it wrote. */
  get isSettled() {
    return this._reading.isSettled;
  }
  /** Whether the tab waits for an answer before it hears anything. */
  get isCrossing() {
    return this._entrance.at === "answer";
  }
  /** The tab leaves: nothing follows any more. */
  end() {
    this._isOver = true;
  }
  /** @param isConnected whether the tab could reach the server until now. */
  onLead(lead, isConnected) {
    if (!isSame(lead.term, this.known)) this._enter(lead, isConnected);
    this._tellGroup(lead);
    const isOwn = lead.term.leader === this._tab;
    const isAnswer = lead.reset === this._tab;
    const isMissing = !lead.tabs.includes(this._tab);
    if (this.isCrossing && !isOwn && !isAnswer) this._ask(void 0);
    else this._catchUp(lead, isAnswer, isMissing);
    if (isMissing) this._emit({ type: "report" });
  }
  /** Reads entries. The first ones of the next term end the term that is read. */
  onEntries({ term, first, entries, at }) {
    if (!isSame(term, this._reading.term)) {
      const begins = this._entrance.at === "first" || this._entrance.at === "first after";
      if (!isSame(term, this.known) || !begins) return this._takeLate(entries);
      if (first > 1) return this._ask(0);
      if (!this._change(term)) return;
    }
    if (first > this._reading.last + 1) {
      if (isSame(term, this.known)) this._ask(this._reading.last);
      return;
    }
    this._emit({ type: "heard", at });
    for (const [index, entry] of entries.entries()) {
      if (this._isOver || !isSame(term, this._reading.term)) return;
      const number = first + index;
      if (number <= this._reading.last) continue;
      this._reading.last = number;
      this._emit({ type: "entry", entry, id: `${term.number} ${term.leader} ${number}` });
    }
  }
  /** A leader resigns. If it hands over, its heir may go on without a break. */
  onResign({ term, last, isHandedOver }) {
    if (isSame(term, this._reading.term)) this._reading.isSettled = last === this._reading.last;
    if (isHandedOver) this._handedOver = term;
    else this.onGone(term.leader);
  }
  /** A tab has ended. If it led and has handed over, its heir goes on. */
  onGone(tab) {
    const { leader } = this.known;
    const hasHeir = this._handedOver && isSame(this._handedOver, this.known);
    if (tab === leader && !hasHeir) this.lose({ number: this.known.number });
  }
  /** The leader is gone. @param next the term that is known now. */
  lose(next) {
    this.known = next;
    this._emit({ type: "lost" });
  }
  /**
   * This tab gives way to another leader: skips what that leader has sent so far.
   * @param isCrossing this tab was awake, so both connections may have heard the same.
   * @param known the other term, as far as it is known; by default no tab is known to lead.
   */
  yield(isCrossing, known = { number: this.known.number }) {
    this._entrance = { at: isCrossing ? "answer" : "lead" };
    this.lose(known);
  }
  /** A resync that got no answer may be repeated. */
  tick() {
    this._asked = void 0;
  }
  /** A new term becomes known. */
  _enter({ term, start, last }, isConnected) {
    const { term: before, skipped } = this._reading;
    const isNext = goesOn(start) && isSame(start.term, before) && skipped <= start.last;
    const continues = isNext && isConnected;
    const isBeside = last > 0 && this.known.leader !== void 0 && !continues;
    const isOld = goesOn(start) && !isNext;
    if (this._entrance.at !== "lead" && this._entrance.at !== "answer") {
      const ofFormer = start.type === "forced" ? "recent" : "none";
      const repeats = isNext ? { after: start.last } : ofFormer;
      this._entrance = isBeside || isOld ? { at: "answer" } : { at: "first", repeats };
    } else if (isBeside) this._entrance = { at: "answer" };
    if (!continues) return this.lose(term);
    const isSettled = start.type === "continued";
    if (this._entrance.at === "first")
      this._entrance = { at: "first after", last: start.last, isSettled };
    this.known = term;
  }
  _tellGroup({ term, tabs }) {
    const group = [term.leader, term.number, ...tabs].join();
    if (!tabs.length || group === this._group) return;
    this._group = group;
    this.tabs = tabs;
    this._emit({ type: "group" });
  }
  _catchUp(lead, isAnswer, isMissing) {
    const { at } = this._entrance;
    const isBeyond = isSame(lead.term, this._reading.term) && this._reading.last > lead.last;
    if (at === "lead" || at === "answer" || isAnswer || isBeyond) this._join(lead);
    const { term, last } = this._reading;
    const read = isSame(lead.term, term) ? last : 0;
    if (read < lead.last) return this._ask(read);
    this._emit({ type: "heard", at: lead.at });
    if (read && !isMissing) this._emit({ type: "confirmed", lead });
  }
  _join(lead) {
    const isForced = this.isCrossing || ["forced", "succeeded"].includes(lead.start.type);
    this.lose(lead.term);
    this._begin(lead.term, lead.last, isForced ? "recent" : "none");
    this._emit({ type: "join", lead });
  }
  /** Returns whether the next term may begin: missing entries of the present one go first. */
  _change(term) {
    const entrance = this._entrance;
    let repeats = entrance.at === "first" ? entrance.repeats : "none";
    if (entrance.at === "first after") {
      const isBehind = this._reading.last < entrance.last;
      if (isBehind && !(this._asked && this._asked.after === 0)) {
        this._ask(0);
        return false;
      }
      if (isBehind) this.lose(term);
      else if (entrance.isSettled) this._reading.isSettled = true;
      else repeats = { after: entrance.last };
    }
    this._begin(term, 0, repeats);
    return true;
  }
  _begin(term, last, repeats) {
    const { term: before, isSettled } = this._reading;
    this._reading = { term, last, skipped: last, isSettled: false };
    this._entrance = { at: "first", repeats: "none" };
    this._asked = void 0;
    this._emit({ type: "begin", isInDoubt: !isSettled && before.leader !== this._tab, repeats });
  }
  /** Asks, once, for the entries after this one. */
  _ask(after) {
    if (this._asked && this._asked.after === after) return;
    this._asked = { after };
    this._emit(after === void 0 ? { type: "resync" } : { type: "resync", after });
  }
  _takeLate(entries) {
    for (const entry of entries)
      if (entry.type === "writing") this._emit({ type: "late", commands: entry.commands });
  }
}

export { EntryReader };
//# sourceMappingURL=entry-reader.js.map
