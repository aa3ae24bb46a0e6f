import { isHidden } from "../../platform/page";
import { nextTask } from "../../platform/tasks";
import type { LinkListener } from "../link";
import type { Gaps } from "./gaps";
import { ConnectionView } from "./connection-view";
import type { Inbox } from "./inbox";
import type { Outbox } from "./outbox";
import type { CommandId, Commands, Duty, Hello, Item, Items, Lead } from "../messages";
import type { Turns } from "../turns";
import { isSame, NOBODY, type Term } from "../term";

/** After so many ticks, what was offered and not written is offered again. */
const MAX_WAITING_TICKS = 2;

/** What of a tab outlives its part in a group. */
export interface TabState {
  readonly tab: string;
  readonly outbox: Outbox;
  readonly inbox: Inbox;
  readonly gaps: Gaps;
  readonly turns: Turns;
}

/**
 * A tab's end of the way through the master, in the master's own tab, too: says what the tab wants
 * to each new master, and follows what happens, each item once and in order.
 */
export class RelayLink {
  /** The master that is known; its `from` is `""` where none is. */
  master = NOBODY;
  tabs: string[] = [];

  private readonly _view: ConnectionView;
  private _isOver = false;
  /** Who leads whom, as it was told last. */
  private _news = "";
  /** Whose items are heard: an earlier master's, until its successor has some. */
  private _followed = NOBODY;
  /** Number of the last item that was heard. */
  private _last = 0;
  /** Has just joined: what happened before does not matter. */
  private _isFresh = true;
  /** Has heard another connection: of the present one it takes what follows its answer. */
  private _isCrossing = false;
  private _askedAfter: number | undefined;
  private _waitingTicks = 0;
  /** The followed master has left, and all that it wrote is known. */
  private _isSettled = false;
  /** The master took over from one who may still live. */
  private _isForced = false;
  /** The master goes on where the followed one ended, after that item of the latter. */
  private _continues: number | undefined;

  /** @param _onFrame each frame of the master, once. */
  constructor(
    private readonly _state: TabState,
    private readonly _listener: LinkListener,
    private readonly _post: (message: Hello | Commands) => void,
    private readonly _onFrame: (text: string) => void,
  ) {
    this._view = new ConnectionView(
      _state,
      _listener,
      () => this.hello(),
      // What is on its way to a master that lives may be written by it yet.
      () => _state.outbox.requeue(this._followed.from !== _state.tab),
    );
  }

  get isConnected(): boolean {
    return this._view.isConnected;
  }

  /** The other tab that knows what this one has offered; `""` where there is none. */
  get offeredTo(): string {
    const { from } = this._followed;
    return from === this._state.tab ? "" : from;
  }

  /** The tab leaves: nothing is reported any more. */
  end(): void {
    this._isOver = true;
    const report = this._view.end();
    // A master was told, and may do what it was told; another must not.
    if (this._followed.from !== this._state.tab) this._state.outbox.doubt();
    this._state.outbox.requeue();
    report();
  }

  /** Says what this tab wants, to all; more where a part of it is asked for. */
  hello(more: Pick<Hello, "after" | "answers" | "wakes"> = {}): void {
    const { tab: from, inbox, outbox } = this._state;
    const { from: to, epoch } = this.master;
    const wants = { channels: inbox.channels, duties: inbox.ownDuties, isHidden: isHidden() };
    const commands = this.isConnected ? outbox.offer() : [];
    this._post({ kind: "hello", from, to, epoch, wants, commands, ...more });
  }

  /**
   * Has the master carry out what was asked since, but for one offer at a time: where a master dies
   * without a word, only the last one is in doubt.
   */
  offer(isLast = false): void {
    const { tab: from, outbox } = this._state;
    if (!this.isConnected || (outbox.isWaiting && !isLast)) return;
    const commands = outbox.offer(isLast);
    if (commands.length) this._post({ kind: "commands", from, to: this.master.from, commands });
  }

  /** A master says that it leads. */
  follow(lead: Lead): void {
    const { tab } = this._state;
    const { from, last, state, tabs } = lead;
    const isNew = !isSame(lead, this.master);
    const goesOn = isNew && this._goesOn(lead);
    // Who led before that one was gone leads beside it: what it said until now was heard already.
    const isParallel = isNew && last > 0 && this.master.from !== "" && !goesOn;
    if (isNew) {
      this._change(lead, goesOn);
      this._isForced = state.isForced || isParallel;
    }
    const news = [from, lead.epoch, ...tabs].join();
    if (tabs.length && news !== this._news) {
      this._news = news;
      this.tabs = tabs;
      this._listener.onTabs();
    }
    if (isParallel) this._isFresh = this._isCrossing = true;
    // Messages that were held back may be older than what was heard; the answer is not.
    if (this._isCrossing && from !== tab && lead.reset !== tab) return this._ask(-1);
    if (this._isFresh || lead.reset === tab) this._jump(lead);
    this._view.heard(lead.at);
    const known = isSame(lead, this._followed) ? this._last : 0;
    if (known < last) this._ask(known);
    else if (!tabs.includes(tab)) this.hello();
    // A stranger on the bus had said that the master left.
    else if (known && state.isOpen && !this.isConnected) this._view.take(state);
  }

  /**
   * A tab has left, or leads no more; where it led, after so many items.
   * @param isHandedOver its heir may go on without a break: nothing is lost until that one speaks.
   */
  dismiss(from: string, last: number | undefined, isHandedOver = false): void {
    if (from === this._followed.from) this._isSettled = last === this._last;
    if (from === this.master.from && !isHandedOver) this.lose();
  }

  /** Whether all is known that the followed master wrote, and it has left. */
  get isSettled(): boolean {
    return this._isSettled;
  }

  /** Whether a new master's connection stood before the followed one's ended. */
  private _goesOn({ continues }: Lead): boolean {
    return continues !== undefined && this.isConnected && isSame(continues, this._followed);
  }

  private _change({ epoch, from, continues }: Lead, goesOn: boolean): void {
    this._continues = goesOn && continues ? continues.last : undefined;
    if (goesOn) this.master = { epoch, from };
    else this.lose({ epoch, from });
  }

  /** Whether the time has come to follow the new master: what is on its way goes first. */
  private _crosses(message: Items): boolean {
    const isBehind = this._continues !== undefined && this._last < this._continues;
    if (isBehind && this._askedAfter !== 0) {
      this._ask(0);
      return false;
    }
    if (isBehind) this.lose(this.master);
    if (this._continues !== undefined) this._view.change();
    this._continues = undefined;
    this._begin(message, 0);
    return true;
  }

  /** The master is gone; `next` leads, where that is known. */
  lose(next = { ...this.master, from: "" }): void {
    this.master = next;
    this._view.lose();
  }

  /** This tab led, and another does: what that one said until now is not for this tab. */
  yield(): void {
    this._isFresh = true;
    this._state.inbox.overlap();
    this.lose();
  }

  /** What came after that (milliseconds since 1970) may not have been heard. */
  missSince(at: number): void {
    this._view.missSince(at);
  }

  /** What this tab heard until now came by a connection beside the present one. */
  cross(): void {
    this._isCrossing = true;
  }

  /** What happened. A successor's first items end what the master before it said. */
  take(message: Items): void {
    const { items, first } = message;
    if (!isSame(message, this._followed)) {
      if (!isSame(message, this.master) || this._isFresh) return this._takeLate(items);
      if (first > 1) return this._ask(0);
      if (!this._crosses(message)) return;
    }
    // Nobody has any more what is missing of a former master.
    if (first > this._last + 1) {
      if (isSame(message, this.master)) this._ask(this._last);
      return;
    }
    this._view.heard(message.at);
    for (const item of items.slice(this._last + 1 - first)) {
      if (this._isOver || !isSame(message, this._followed)) return;
      this._last++;
      this._takeItem(item);
    }
  }

  /** Called every 500 ms, in hidden tabs more rarely. */
  tick(): void {
    this._state.turns.tick();
    this._askedAfter = undefined;
    this._waitingTicks = this._state.outbox.isWaiting ? this._waitingTicks + 1 : 0;
    if (
      this._waitingTicks > MAX_WAITING_TICKS ||
      this._isCrossing ||
      !this.tabs.includes(this._state.tab)
    )
      this.hello();
  }

  /** Items are missing, or too old to be had: asks once for those after this one. */
  private _ask(after: number): void {
    if (this._askedAfter === after) return;
    this._askedAfter = after;
    this.hello({ after });
  }

  /** Goes on from here, without what was before. */
  private _jump(lead: Lead): void {
    this.lose(this.master);
    this._isFresh = this._isCrossing = false;
    this._begin(lead, lead.last);
    if (lead.state.isOpen || lead.state.fatal) this._view.take(lead.state);
    this._state.inbox.queue.adopt(lead.queue);
    this._onDuties(lead.duties);
  }

  private _begin({ epoch, from }: Term, last: number): void {
    const { tab, inbox, outbox } = this._state;
    // What was offered to a master that died may have been written without a word of it.
    if (!this._isSettled && this._followed.from !== tab) outbox.doubt();
    outbox.requeue();
    if (this._isForced) inbox.overlap();
    this._isSettled = false;
    this._followed = { epoch, from };
    this._last = last;
    this._askedAfter = undefined;
  }

  /** Of a master that has a successor already: what it wrote must not be written again. */
  private _takeLate(items: Item[]): void {
    for (const { wrote = [] } of items)
      for (const id of wrote) {
        this._state.outbox.wrote(id);
        this._state.outbox.repeat(id);
      }
    this._offerNext();
  }

  private _takeItem({ state, wrote = [], duties, to, isLog, text, except }: Item): void {
    const { outbox } = this._state;
    for (const id of wrote) outbox.wrote(id);
    if (duties) this._onDuties(duties);
    if (state) this._view.take(state);
    if (to) this._onAnswer(to, isLog, text);
    else if (text) this._takeFrame(text, except);
    if (to || wrote.length) this._offerNext();
  }

  private _onDuties(duties: readonly Duty[]): void {
    this._state.inbox.duties = duties;
    this._state.turns.review();
  }

  private _takeFrame(text: string, except?: string): void {
    const { tab, inbox } = this._state;
    this._onFrame(text);
    if (except === tab) return;
    const { epoch, from } = this._followed;
    const turn = { id: [epoch, from, this._last].join(" "), except };
    for (const message of inbox.hear(text, except !== undefined))
      this._listener.onMessage(message, turn);
  }

  /**
   * Nothing may wait any more, not even for a command of another tab. In a task of its own: the
   * master's tab would write it before what it is writing now.
   */
  private _offerNext(): void {
    if (this._state.outbox.hasNew) nextTask(() => this.offer());
  }

  private _onAnswer(to: CommandId, isLog = false, text = ""): void {
    const { tab, outbox, inbox } = this._state;
    const [message] = text && to.tab === tab ? inbox.read(text) : [];
    if (isLog) return message && outbox.log(to, message);
    const isNews = outbox.settle(to, message);
    // Delivery reports and refusals are also messages.
    if (isNews && message && message.kind !== "answer") this._listener.onMessage(message);
  }
}
