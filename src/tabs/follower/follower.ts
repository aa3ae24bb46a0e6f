/**
 * `tabs/follower/`: a tab's view of its leader. It may know neither the bus nor the connection. The
 * `Follower` tells the leader what its tab wants, and passes on what happened. The leading tab has
 * one, too.
 */
import { isHidden } from "../../platform/page";
import { nextTask } from "../../platform/tasks";
import type { CommandId, Entry, NumberedCommand } from "../entries";
import type { Lead } from "../messages";
import type { Membership } from "../membership";
import type { Tab } from "../tab";
import type { KnownTerm, Term } from "../term";
import { ConnectionView } from "./connection-view";
import { EntryReader } from "./entry-reader";
import type { ReaderEffect } from "./reader-effect";
import type { Frame } from "./inbox";

/** After this many ticks, commands that were offered but not written are offered again. */
const MAX_WAITING_TICKS = 2;

export class Follower {
  readonly reader: EntryReader;
  private readonly _view: ConnectionView;
  private _waitingTicks = 0;

  constructor(
    private readonly _tab: Tab,
    private readonly _group: Pick<Membership, "post" | "leader">,
  ) {
    this.reader = new EntryReader(_tab.id, (effect) => this._act(effect));
    this._view = new ConnectionView(
      _tab,
      () => this.report(),
      // A leader in another tab lives, and may still write the commands that were offered to it.
      () => _tab.outbox.requeue(this.reader.leader !== _tab.id),
    );
  }

  get isConnected(): boolean {
    return this._view.isConnected;
  }

  get known(): KnownTerm {
    return this.reader.known;
  }

  get tabs(): string[] {
    return this.reader.tabs;
  }

  /** The other tab that commands were offered to; `undefined` if this tab leads. */
  get offeredTo(): string | undefined {
    return this.reader.leader === this._tab.id ? undefined : this.reader.leader;
  }

  /** The tab leaves: it reports nothing from now on. */
  end(): void {
    this.reader.end();
    const tellPage = this._view.end();
    const { outbox } = this._tab;
    // A leader in another tab may still write what was offered to it; this tab's own has ended.
    if (this.reader.leader !== this._tab.id) outbox.assumeWritten();
    outbox.requeue();
    tellPage();
  }

  /** Tells all tabs what this one wants. */
  report(): void {
    const { inbox, outbox, turns } = this._tab;
    const wants = { channels: inbox.channels, duties: turns.keys, isHidden: isHidden() };
    const commands = this._canOffer ? outbox.offer() : [];
    this._group.post({ type: "report", known: this.known, wants, commands });
  }

  /**
   * Offers new commands to the leader. Only one offer is open at a time: if a leader crashes, only
   * the commands of that offer are in doubt.
   */
  offer(isLast = false): void {
    const [{ outbox }, { leader }] = [this._tab, this.known];
    if (!this._canOffer || leader === undefined || (outbox.isWaiting && !isLast)) return;
    const commands: NumberedCommand[] = outbox.offer(isLast);
    if (commands.length) this._group.post({ type: "commands", leader, commands });
  }

  follow(lead: Lead): void {
    this.reader.onLead(lead, this.isConnected);
  }

  /**
   * This tab gives way to another leader. @param isCrossing see `EntryReader.yield`.
   * @param known the other term, as far as it is known.
   */
  yield(isCrossing: boolean, known?: KnownTerm): void {
    this._tab.inbox.doubles.overlap("recent");
    this.reader.yield(isCrossing, known);
  }

  /** Messages after `at` (milliseconds since 1970) may be missing. */
  missSince(at: number): void {
    this._view.missSince(at);
  }

  /** Called every 500 ms, in hidden tabs more rarely. */
  tick(): void {
    const { outbox, recovery, turns } = this._tab;
    turns.tick();
    recovery.tick();
    this._askLogs();
    this.reader.tick();
    this._waitingTicks = outbox.isWaiting ? this._waitingTicks + 1 : 0;
    const isOverdue = this._waitingTicks > MAX_WAITING_TICKS;
    if (isOverdue || this.reader.isCrossing || !this.tabs.includes(this._tab.id)) this.report();
  }

  private get _canOffer(): boolean {
    return this.isConnected && this.reader.isCurrent;
  }

  private _act(effect: ReaderEffect): void {
    const { inbox, outbox, page } = this._tab;
    switch (effect.type) {
      case "lost":
        return this._view.lose();
      case "group":
        return page.onTabs();
      case "report":
        return this.report();
      case "resync":
        return this._group.post({ ...effect, term: this.known as Term });
      case "begin":
        if (effect.isInDoubt) outbox.assumeWritten();
        outbox.requeue();
        inbox.doubles.begin(effect.repeats);
        return;
      case "join":
        this._join(effect.lead);
        return this._askLogs();
      case "heard":
        return this._view.heard(effect.at);
      case "confirmed":
        this._view.confirm(effect.lead.shards);
        return this._askLogs();
      case "entry":
        return this._take(effect.entry, effect.id);
      case "late":
        return this._takeLate(effect.commands);
    }
  }

  private _join({ shards, queue, duties, logs }: Lead): void {
    this._tab.recovery.learn(logs);
    this._view.join(shards);
    this._tab.inbox.queue.adopt(queue);
    this._tab.turns.assign(duties);
  }

  private _take(entry: Entry, id: string): void {
    const { outbox } = this._tab;
    switch (entry.type) {
      case "shards":
        this._view.take(entry.shards, entry.changed);
        return this._askLogs();
      case "duties":
        return this._tab.turns.assign(entry.duties);
      case "writing":
        for (const command of entry.commands) outbox.markWritten(command);
        return this._offerNext();
      case "answer":
        this._onAnswer(entry.to, entry.text);
        return this._offerNext();
      case "unanswered":
        outbox.repeat(entry.to);
        return this._offerNext();
      case "log":
        return this._onLog(entry);
      case "past":
        return this._onPast(entry, id);
      case "frame":
        return this._onFrame(entry, id);
      case "echo":
        return this._onFrame(entry, id, entry.sender);
    }
  }

  /** A former leader has written these commands: no other leader may write them. */
  private _takeLate(commands: CommandId[]): void {
    for (const id of commands) {
      this._tab.outbox.markWritten(id);
      this._tab.outbox.repeat(id);
    }
    this._offerNext();
  }

  /** @param except the tab that has published the message. */
  private _onFrame(frame: Frame, id: string, except?: string): void {
    this._group.leader.overhear(frame.text, except !== undefined);
    if (except === this._tab.id) return;
    const { inbox, page, recovery } = this._tab;
    for (const message of inbox.hear(frame, except !== undefined, this.reader.last)) {
      const turn = { id, except };
      const waits = message.kind === "channel" && recovery.holds(message, turn);
      if (!waits) page.onMessage(message, turn);
    }
  }

  /** The page has asked for a log: what it gets is not to come again out of a gap. */
  private _onLog({ to, channel, text }: Entry & { type: "log" }): void {
    const { inbox, outbox, recovery } = this._tab;
    recovery.learn([channel]);
    const [message] = to.tab === this._tab.id ? inbox.read(text) : [];
    if (message?.kind !== "channel") return;
    recovery.note({ ...message, from: "log" });
    outbox.log(to, message);
  }

  private _onPast({ channel, asked, texts, isLast }: Entry & { type: "past" }, id: string): void {
    const { inbox, recovery, turns } = this._tab;
    if (texts.length) recovery.learn([channel]);
    if (!recovery.awaits(channel) && !turns.has(channel)) return;
    const messages = texts
      .flatMap((text) => inbox.read(text))
      .filter((message) => message.kind === "channel");
    recovery.take({ channel, asked, messages, isLast, id });
  }

  /** Has the leader read the logs that gaps need. */
  private _askLogs(): void {
    if (!this._canOffer) return;
    const { last } = this.reader;
    const channels = this._tab.recovery.due(last);
    const term = this.known as Term;
    if (channels.length) this._group.post({ type: "recover", term, after: last, channels });
  }

  private _onAnswer(to: CommandId, text: string | undefined): void {
    const { id, inbox, outbox, page } = this._tab;
    const [message] = text !== undefined && to.tab === id ? inbox.read(text) : [];
    // Delivery reports and refusals are also messages.
    if (outbox.settle(to, message) && message && message.kind !== "answer") page.onMessage(message);
  }

  /**
   * Offers commands that waited for an earlier offer. In a later task: otherwise the leading tab
   * would write them before the commands that it is about to write.
   */
  private _offerNext(): void {
    if (this._tab.outbox.hasNew) nextTask(() => this.offer());
  }
}
