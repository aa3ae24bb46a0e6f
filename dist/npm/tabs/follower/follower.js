import { isHidden } from '../../platform/page.js';
import { nextTask } from '../../platform/tasks.js';
import { ConnectionView } from './connection-view.js';
import { EntryReader } from './entry-reader.js';

const MAX_WAITING_TICKS = 2;
class Follower {
  constructor(_tab, _group) {
    this._tab = _tab;
    this._group = _group;
    this._waitingTicks = 0;
    this.reader = new EntryReader(_tab.id, (effect) => this._act(effect));
    this._view = new ConnectionView(
      _tab,
      () => this.report(),
      // A leader in another tab lives, and may still write the commands that were offered to it.
      () => _tab.outbox.requeue(this.reader.leader !== _tab.id)
    );
  }
  get isConnected() {
    return this._view.isConnected;
  }
  get known() {
    return this.reader.known;
  }
  get tabs() {
    return this.reader.tabs;
  }
  /** The other tab that commands were offered to; `undefined` if this tab leads. */
  get offeredTo() {
    return this.reader.leader === this._tab.id ? void 0 : this.reader.leader;
  }
  /** The tab leaves: it reports nothing from now on. */
  end() {
    this.reader.end();
    const tellPage = this._view.end();
    const { outbox } = this._tab;
    if (this.reader.leader !== this._tab.id) outbox.assumeWritten();
    outbox.requeue();
    tellPage();
  }
  /** Tells all tabs what this one wants. */
  report() {
    const { inbox, outbox, turns } = this._tab;
    const wants = { channels: inbox.channels, duties: turns.keys, isHidden: isHidden() };
    const commands = this._canOffer ? outbox.offer() : [];
    this._group.post({ type: "report", known: this.known, wants, commands });
  }
  /**
   * Offers new commands to the leader. Only one offer is open at a time: if a leader crashes, only
   * the commands of that offer are in doubt.
   */
  offer(isLast = false) {
    const [{ outbox }, { leader }] = [this._tab, this.known];
    if (!this._canOffer || leader === void 0 || outbox.isWaiting && !isLast) return;
    const commands = outbox.offer(isLast);
    if (commands.length) this._group.post({ type: "commands", leader, commands });
  }
  follow(lead) {
    this.reader.onLead(lead, this.isConnected);
  }
  /**
   * This tab gives way to another leader. @param isCrossing see `EntryReader.yield`.
   * @param known the other term, as far as it is known.
   */
  yield(isCrossing, known) {
    this._tab.inbox.doubles.overlap("recent");
    this.reader.yield(isCrossing, known);
  }
  /** Messages after `at` (milliseconds since 1970) may be missing. */
  missSince(at) {
    this._view.missSince(at);
  }
  /** Called every 500 ms, in hidden tabs more rarely. */
  tick() {
    const { outbox, recovery, turns } = this._tab;
    turns.tick();
    recovery.tick();
    this._askLogs();
    this.reader.tick();
    this._waitingTicks = outbox.isWaiting ? this._waitingTicks + 1 : 0;
    const isOverdue = this._waitingTicks > MAX_WAITING_TICKS;
    if (isOverdue || this.reader.isCrossing || !this.tabs.includes(this._tab.id)) this.report();
  }
  get _canOffer() {
    return this.isConnected && this.reader.isCurrent;
  }
  _act(effect) {
    const { inbox, outbox, page } = this._tab;
    switch (effect.type) {
      case "lost":
        return this._view.lose();
      case "group":
        return page.onTabs();
      case "report":
        return this.report();
      case "resync":
        return this._group.post({ ...effect, term: this.known });
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
  _join({ shards, queue, duties, logs }) {
    this._tab.recovery.learn(logs);
    this._view.join(shards);
    this._tab.inbox.queue.adopt(queue);
    this._tab.turns.assign(duties);
  }
  _take(entry, id) {
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
  _takeLate(commands) {
    for (const id of commands) {
      this._tab.outbox.markWritten(id);
      this._tab.outbox.repeat(id);
    }
    this._offerNext();
  }
  /** @param except the tab that has published the message. */
  _onFrame(frame, id, except) {
    this._group.leader.overhear(frame.text, except !== void 0);
    if (except === this._tab.id) return;
    const { inbox, page, recovery } = this._tab;
    for (const message of inbox.hear(frame, except !== void 0, this.reader.last)) {
      const turn = { id, except };
      const waits = message.kind === "channel" && recovery.holds(message, turn);
      if (!waits) page.onMessage(message, turn);
    }
  }
  /** The page has asked for a log: what it gets is not to come again out of a gap. */
  _onLog({ to, channel, text }) {
    const { inbox, outbox, recovery } = this._tab;
    recovery.learn([channel]);
    const [message] = to.tab === this._tab.id ? inbox.read(text) : [];
    if (message?.kind !== "channel") return;
    recovery.note({ ...message, from: "log" });
    outbox.log(to, message);
  }
  _onPast({ channel, asked, texts, isLast }, id) {
    const { inbox, recovery, turns } = this._tab;
    if (texts.length) recovery.learn([channel]);
    if (!recovery.awaits(channel) && !turns.has(channel)) return;
    const messages = texts.flatMap((text) => inbox.read(text)).filter((message) => message.kind === "channel");
    recovery.take({ channel, asked, messages, isLast, id });
  }
  /** Has the leader read the logs that gaps need. */
  _askLogs() {
    if (!this._canOffer) return;
    const { last } = this.reader;
    const channels = this._tab.recovery.due(last);
    const term = this.known;
    if (channels.length) this._group.post({ type: "recover", term, after: last, channels });
  }
  _onAnswer(to, text) {
    const { id, inbox, outbox, page } = this._tab;
    const [message] = text !== void 0 && to.tab === id ? inbox.read(text) : [];
    if (outbox.settle(to, message) && message && message.kind !== "answer") page.onMessage(message);
  }
  /**
   * Offers commands that waited for an earlier offer. In a later task: otherwise the leading tab
   * would write them before the commands that it is about to write.
   */
  _offerNext() {
    if (this._tab.outbox.hasNew) nextTask(() => this.offer());
  }
}

export { Follower };
//# sourceMappingURL=follower.js.map
