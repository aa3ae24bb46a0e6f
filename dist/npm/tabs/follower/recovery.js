import { fillGap } from './fill-gap.js';
import { PRIVATE } from './inbox.js';
import { Seen, matchLog } from './seen.js';
import { ServerClock } from './server-clock.js';

const AGAIN_MS = 3e3;
const GIVE_UP_MS = 15e3;
const MAX_HELD = 1e3;
const MAX_LOGS = 1e3;
class Recovery {
  constructor(_events, _now = () => performance.now()) {
    this._events = _events;
    this._now = _now;
    this.clock = new ServerClock();
    this._seen = new Seen();
    this._logs = /* @__PURE__ */ new Set();
    this._filling = /* @__PURE__ */ new Map();
    /** The channels that the tab listens to. */
    this._wanted = /* @__PURE__ */ new Set();
    /** When each channel was heard for the first time, in milliseconds since 1970. */
    this._heardFrom = /* @__PURE__ */ new Map();
  }
  /** The channels that are known to have a log. */
  get logs() {
    return [...this._logs];
  }
  learn(channels) {
    for (const channel of channels) if (this._logs.size < MAX_LOGS) this._logs.add(channel);
  }
  /** These channels are heard, perhaps for other tabs. */
  hear(channels) {
    for (const channel of channels)
      if (this._wanted.has(channel) && !this._heardFrom.has(channel))
        this._heardFrom.set(channel, Date.now());
  }
  /** The tab listens to these channels, and to no others. */
  want(channels) {
    const wanted = this._wanted = new Set(channels);
    this._seen.keep(wanted);
    for (const known of [this._filling, this._heardFrom])
      for (const channel of known.keys()) if (!wanted.has(channel)) known.delete(channel);
  }
  /**
   * These channels are not heard any more. Their logs that were asked for do not come, and what comes
   * before it is known that they are heard again waits, because the log may have older messages.
   */
  interrupt(channels) {
    for (const channel of channels) {
      if (!this._recovers(channel)) continue;
      const { held = [], state } = this._filling.get(channel) ?? {};
      this._filling.set(channel, { held, state: { type: "interrupted", gap: state?.gap } });
    }
  }
  /** A channel is heard again after a gap: has it filled, or tells it. */
  begin(gap) {
    const { channel } = gap;
    const { held = [], state } = this._filling.get(channel) ?? {};
    if (!this._recovers(channel)) return this._giveUp(channel, gap, held);
    const from = state?.gap?.from ?? Math.max(gap.from, this._heardFrom.get(channel) ?? 0);
    const due = { type: "due", gap: { ...gap, from }, since: this._now() };
    this._filling.set(channel, { held, state: due });
  }
  /** No connection will come: tells the gaps, and what waits. */
  giveUp() {
    for (const [channel, { held, state }] of [...this._filling])
      this._giveUp(channel, state.gap, held);
  }
  /** The channels whose log is to be asked for now. @param after the last entry that was read. */
  due(after) {
    const channels = [];
    for (const [channel, one] of this._filling) {
      if (one.state.type !== "due") continue;
      one.state = { ...one.state, type: "asked", at: this._now(), after, log: [] };
      channels.push(channel);
    }
    return channels;
  }
  /** Has the logs asked for again that have not come, or gives them up. Called now and then. */
  tick() {
    const now = this._now();
    for (const [channel, one] of [...this._filling]) {
      const { state } = one;
      if (state.type === "interrupted") continue;
      if (now - state.since > GIVE_UP_MS) this._giveUp(channel, state.gap, one.held);
      else if (state.type === "asked" && now - state.at > AGAIN_MS)
        one.state = { type: "due", gap: state.gap, since: state.since };
    }
  }
  /** A live message has come. Returns whether it waits. */
  holds(message, turn) {
    const { channel, time } = message;
    this.clock.hear(time);
    const one = this._filling.get(channel);
    if (!one) {
      this.note(message);
      return false;
    }
    one.held.push({ message, turn });
    if (one.held.length > MAX_HELD) this._giveUp(channel, one.state.gap, one.held);
    return true;
  }
  /** This tab knows a message: it need not come out of the log. */
  note(message) {
    const { channel } = message;
    if (this._wanted.has(channel) && this._events.recovers(channel) !== false)
      this._seen.note(message.from ? { ...message, at: Date.now() } : message);
  }
  /** Whether a gap of the channel waits for its log. */
  awaits(channel) {
    return this._filling.get(channel)?.state.type === "asked";
  }
  /** A part of a log has come. */
  take(part) {
    const { channel, asked, messages, isLast, id } = part;
    const one = this._filling.get(channel);
    if (!one) return this._recognise(part);
    if (one.state.type !== "asked" || asked < one.state.after) return;
    const { log } = one.state;
    log.push(...messages.map((message, index) => ({ message, id: `${id}.${index}` })));
    if (isLast) this._fill(one.state.gap, one.held, log);
  }
  /** The page has stopped: it misses nothing. */
  forget() {
    this._seen.keep(/* @__PURE__ */ new Set());
    for (const known of [this._filling, this._heardFrom]) known.clear();
  }
  _recovers(channel) {
    if (channel === PRIVATE) return false;
    return this._events.recovers(channel) ?? this._logs.has(channel);
  }
  /** Other tabs miss some of these messages: says which ones this one has heard. */
  _recognise({ channel, messages, id }) {
    for (const [index, one] of matchLog(this._seen.of(channel), messages).entries())
      if (one && one.from !== "own") this._events.onSeen(`${id}.${index}`, channel);
  }
  _fill(gap, held, log) {
    const { channel } = gap;
    this._filling.delete(channel);
    for (const step of fillGap({ gap, held, log }, this._seen, this.clock))
      if (step.type === "gap") this._events.onGap(step.gap);
      else if (step.type === "seen") this._events.onSeen(step.id, channel);
      else this._deliver(step.message, step.turn);
  }
  /** Tells a gap that is not filled, and what has waited for its log. */
  _giveUp(channel, gap, held) {
    this._filling.delete(channel);
    if (gap) this._events.onGap(gap);
    for (const { message, turn } of held) this._deliver(message, turn);
  }
  _deliver(message, turn) {
    this.note(message);
    this._events.onMessage(message, turn);
  }
}

export { Recovery };
//# sourceMappingURL=recovery.js.map
