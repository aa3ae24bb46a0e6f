import type { Entry } from "../entries";
import { goesOn, type Entries, type Lead, type Resign } from "../messages";
import type { ReaderEffect, Repeats } from "./reader-effect";
import { isSame, type KnownTerm, type Term } from "../term";

/** The entry of the known leader with which the tab begins. */
type Entrance =
  | { at: "first"; repeats: Repeats }
  /** With the first, after entry `last` of the term before: there is no gap in between. */
  | { at: "first after"; last: number; isSettled: boolean }
  /** With the one after its next `lead`: the tab has just joined. */
  | { at: "lead" }
  /**
   * With the one after its answer to a resync. This tab has heard another connection, and entries
   * before the answer may be older than that.
   */
  | { at: "answer" };

/** The term whose entries are read: an earlier one, until its successor has entries. */
interface Reading {
  term: KnownTerm;
  last: number;
  /** The tab has read none of its entries up to this one. */
  skipped: number;
  /** The leader has ended, and the tab knows all that it wrote. */
  isSettled: boolean;
}

/**
 * Reads the entries of leaders: each once and in order, through changes of the leader, losses and
 * repetitions. Has no timers. Calls `emit` with what the tab has to do.
 */
export class EntryReader {
  known: KnownTerm = { number: 0 };
  tabs: string[] = [];
  private _reading: Reading = { term: { number: 0 }, last: 0, skipped: 0, isSettled: false };
  private _entrance: Entrance = { at: "lead" };
  /** The resync without an answer; an `after` of `undefined` means "from now". */
  private _asked: { after: number | undefined } | undefined;
  /** The term whose leader has handed over last. */
  private _handedOver: Term | undefined;
  private _group = "";
  private _isOver = false;

  constructor(
    private readonly _tab: string,
    private readonly _emit: (effect: ReaderEffect) => void,
  ) {}

  /** The leader whose entries are read. */
  get leader(): string | undefined {
    return this._reading.term.leader;
  }

  /** The number of the last entry that was read. */
  get last(): number {
    return this._reading.last;
  }

  /**
   * Whether that is the known leader. Until then the tab offers it no commands: if that leader
   * ended unheard, no tab would know what it wrote.
   */
  get isCurrent(): boolean {
    return isSame(this.known, this._reading.term);
  }

  /** Whether that leader has ended, and the tab knows all that it wrote. */
  get isSettled(): boolean {
    return this._reading.isSettled;
  }

  /** Whether the tab waits for an answer before it hears anything. */
  get isCrossing(): boolean {
    return this._entrance.at === "answer";
  }

  /** The tab leaves: nothing follows any more. */
  end(): void {
    this._isOver = true;
  }

  /** @param isConnected whether the tab could reach the server until now. */
  onLead(lead: Lead, isConnected: boolean): void {
    if (!isSame(lead.term, this.known)) this._enter(lead, isConnected);
    this._tellGroup(lead);
    const isOwn = lead.term.leader === this._tab;
    const isAnswer = lead.reset === this._tab;
    const isMissing = !lead.tabs.includes(this._tab);
    if (this.isCrossing && !isOwn && !isAnswer) this._ask(undefined);
    else this._catchUp(lead, isAnswer, isMissing);
    if (isMissing) this._emit({ type: "report" });
  }

  /** Reads entries. The first ones of the next term end the term that is read. */
  onEntries({ term, first, entries, at }: Entries): void {
    if (!isSame(term, this._reading.term)) {
      const begins = this._entrance.at === "first" || this._entrance.at === "first after";
      if (!isSame(term, this.known) || !begins) return this._takeLate(entries);
      if (first > 1) return this._ask(0);
      if (!this._change(term)) return;
    }
    if (first > this._reading.last + 1) {
      // A former leader's missing entries cannot be recovered.
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
  onResign({ term, last, isHandedOver }: Resign): void {
    if (isSame(term, this._reading.term)) this._reading.isSettled = last === this._reading.last;
    if (isHandedOver) this._handedOver = term;
    else this.onGone(term.leader);
  }

  /** A tab has ended. If it led and has handed over, its heir goes on. */
  onGone(tab: string): void {
    const { leader } = this.known;
    const hasHeir = this._handedOver && isSame(this._handedOver, this.known);
    if (tab === leader && !hasHeir) this.lose({ number: this.known.number });
  }

  /** The leader is gone. @param next the term that is known now. */
  lose(next: KnownTerm): void {
    this.known = next;
    this._emit({ type: "lost" });
  }

  /**
   * This tab gives way to another leader: skips what that leader has sent so far.
   * @param isCrossing this tab was awake, so both connections may have heard the same.
   * @param known the other term, as far as it is known; by default no tab is known to lead.
   */
  yield(isCrossing: boolean, known: KnownTerm = { number: this.known.number }): void {
    this._entrance = { at: isCrossing ? "answer" : "lead" };
    this.lose(known);
  }

  /** A resync that got no answer may be repeated. */
  tick(): void {
    this._asked = undefined;
  }

  /** A new term becomes known. */
  private _enter({ term, start, last }: Lead, isConnected: boolean): void {
    const { term: before, skipped } = this._reading;
    // Otherwise, what it has listened to since then is older than what this tab has begun with.
    const isNext = goesOn(start) && isSame(start.term, before) && skipped <= start.last;
    const continues = isNext && isConnected;
    // Two leaders overlap: skip what this one has sent so far.
    const isBeside = last > 0 && this.known.leader !== undefined && !continues;
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

  private _tellGroup({ term, tabs }: Lead): void {
    const group = [term.leader, term.number, ...tabs].join();
    if (!tabs.length || group === this._group) return;
    this._group = group;
    this.tabs = tabs;
    this._emit({ type: "group" });
  }

  private _catchUp(lead: Lead, isAnswer: boolean, isMissing: boolean): void {
    const { at } = this._entrance;
    // Beyond the leader's last entry: what was read was not the leader's.
    const isBeyond = isSame(lead.term, this._reading.term) && this._reading.last > lead.last;
    if (at === "lead" || at === "answer" || isAnswer || isBeyond) this._join(lead);
    const { term, last } = this._reading;
    const read = isSame(lead.term, term) ? last : 0;
    // The tab has not heard what the missing entries hold: if they never come, its gap begins there.
    if (read < lead.last) return this._ask(read);
    this._emit({ type: "heard", at: lead.at });
    if (read && !isMissing) this._emit({ type: "confirmed", lead });
  }

  private _join(lead: Lead): void {
    const isForced = this.isCrossing || ["forced", "succeeded"].includes(lead.start.type);
    this.lose(lead.term);
    this._begin(lead.term, lead.last, isForced ? "recent" : "none");
    this._emit({ type: "join", lead });
  }

  /** Returns whether the next term may begin: missing entries of the present one go first. */
  private _change(term: Term): boolean {
    const entrance = this._entrance;
    let repeats: Repeats = entrance.at === "first" ? entrance.repeats : "none";
    if (entrance.at === "first after") {
      const isBehind = this._reading.last < entrance.last;
      if (isBehind && !(this._asked && this._asked.after === 0)) {
        this._ask(0);
        return false;
      }
      if (isBehind) this.lose(term);
      // The heir names the last entry, even if the former leader's `resign` comes late.
      else if (entrance.isSettled) this._reading.isSettled = true;
      else repeats = { after: entrance.last };
    }
    this._begin(term, 0, repeats);
    return true;
  }

  private _begin(term: Term, last: number, repeats: Repeats): void {
    const { term: before, isSettled } = this._reading;
    this._reading = { term, last, skipped: last, isSettled: false };
    this._entrance = { at: "first", repeats: "none" };
    this._asked = undefined;
    this._emit({ type: "begin", isInDoubt: !isSettled && before.leader !== this._tab, repeats });
  }

  /** Asks, once, for the entries after this one. */
  private _ask(after: number | undefined): void {
    if (this._asked && this._asked.after === after) return;
    this._asked = { after };
    this._emit(after === undefined ? { type: "resync" } : { type: "resync", after });
  }

  private _takeLate(entries: Entry[]): void {
    for (const entry of entries)
      if (entry.type === "writing") this._emit({ type: "late", commands: entry.commands });
  }
}
