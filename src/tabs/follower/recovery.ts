import type { Gap } from "../../api/types";
import type { ChannelMessage } from "../../protocol/messages";
import type { Turn } from "../link";
import { fillGap, type Held, type Logged } from "./fill-gap";
import { PRIVATE } from "./inbox";
import { matchLog, Seen, type Known } from "./seen";
import { ServerClock } from "./server-clock";

/** Without an answer, a log is asked for again after this time, and given up after the other. */
const AGAIN_MS = 3_000;
const GIVE_UP_MS = 15_000;
/** If more messages of a channel wait for its log, that is given up. */
const MAX_HELD = 1_000;
const MAX_LOGS = 1_000;

type State =
  /** The channel is not heard; `gap` is what was to be filled before. */
  | { type: "interrupted"; gap: Gap | undefined }
  /** It is heard since then, and its log is to be asked for. */
  | { type: "due"; gap: Gap; since: number }
  /** Its log was asked for when this was the last entry; a part of it may have come. */
  | { type: "asked"; gap: Gap; since: number; at: number; after: number; log: Logged[] };

/** A gap that is to be filled. */
interface Filling {
  held: Held[];
  state: State;
}

/** A part of a log, as the leader passes it on. */
export interface LogPart {
  channel: string;
  /** The number of the leader's last entry when it asked for the log. */
  asked: number;
  messages: readonly ChannelMessage[];
  isLast: boolean;
  /** Names the part, the same in all tabs. */
  id: string;
}

export interface RecoveryEvents {
  /** Whether to fill gaps of a channel; `undefined`: if it is known to have a log. */
  recovers(channel: string): boolean | undefined;
  onMessage(message: ChannelMessage, turn?: Turn): void;
  /** This tab has seen the message with this id: others need not run its handlers. */
  onSeen(id: string, channel: string): void;
  onGap(gap: Gap): void;
}

/**
 * Fills gaps of channels out of their logs. While a log is on its way, newer messages of its channel
 * wait. A message of the log is new if this tab does not know it, and it is not older than the gap. What
 * the log does not reach back to stays a gap. Has no timers.
 */
export class Recovery {
  readonly clock = new ServerClock();
  private readonly _seen = new Seen();
  private readonly _logs = new Set<string>();
  private readonly _filling = new Map<string, Filling>();
  /** The channels that the tab listens to. */
  private _wanted: ReadonlySet<string> = new Set();
  /** When each channel was heard for the first time, in milliseconds since 1970. */
  private readonly _heardFrom = new Map<string, number>();

  constructor(
    private readonly _events: RecoveryEvents,
    private readonly _now: () => number = () => performance.now(),
  ) {}

  /** The channels that are known to have a log. */
  get logs(): string[] {
    return [...this._logs];
  }

  learn(channels: readonly string[]): void {
    for (const channel of channels) if (this._logs.size < MAX_LOGS) this._logs.add(channel);
  }

  /** These channels are heard, perhaps for other tabs. */
  hear(channels: readonly string[]): void {
    for (const channel of channels)
      if (this._wanted.has(channel) && !this._heardFrom.has(channel))
        this._heardFrom.set(channel, Date.now());
  }

  /** The tab listens to these channels, and to no others. */
  want(channels: readonly string[]): void {
    const wanted = (this._wanted = new Set(channels));
    this._seen.keep(wanted);
    for (const known of [this._filling, this._heardFrom])
      for (const channel of known.keys()) if (!wanted.has(channel)) known.delete(channel);
  }

  /**
   * These channels are not heard any more. Their logs that were asked for do not come, and what comes
   * before it is known that they are heard again waits, because the log may have older messages.
   */
  interrupt(channels: readonly string[]): void {
    for (const channel of channels) {
      if (!this._recovers(channel)) continue;
      const { held = [], state } = this._filling.get(channel) ?? {};
      this._filling.set(channel, { held, state: { type: "interrupted", gap: state?.gap } });
    }
  }

  /** A channel is heard again after a gap: has it filled, or tells it. */
  begin(gap: Gap): void {
    const { channel } = gap;
    const { held = [], state } = this._filling.get(channel) ?? {};
    if (!this._recovers(channel)) return this._giveUp(channel, gap, held);
    const from = state?.gap?.from ?? Math.max(gap.from, this._heardFrom.get(channel) ?? 0);
    const due: State = { type: "due", gap: { ...gap, from }, since: this._now() };
    this._filling.set(channel, { held, state: due });
  }

  /** No connection will come: tells the gaps, and what waits. */
  giveUp(): void {
    for (const [channel, { held, state }] of [...this._filling])
      this._giveUp(channel, state.gap, held);
  }

  /** The channels whose log is to be asked for now. @param after the last entry that was read. */
  due(after: number): string[] {
    const channels: string[] = [];
    for (const [channel, one] of this._filling) {
      if (one.state.type !== "due") continue;
      one.state = { ...one.state, type: "asked", at: this._now(), after, log: [] };
      channels.push(channel);
    }
    return channels;
  }

  /** Has the logs asked for again that have not come, or gives them up. Called now and then. */
  tick(): void {
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
  holds(message: ChannelMessage, turn: Turn | undefined): boolean {
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
  note(message: Known): void {
    const { channel } = message;
    // The server may send messages of any channels.
    if (this._wanted.has(channel) && this._events.recovers(channel) !== false)
      this._seen.note(message.from ? { ...message, at: Date.now() } : message);
  }

  /** Whether a gap of the channel waits for its log. */
  awaits(channel: string): boolean {
    return this._filling.get(channel)?.state.type === "asked";
  }

  /** A part of a log has come. */
  take(part: LogPart): void {
    const { channel, asked, messages, isLast, id } = part;
    const one = this._filling.get(channel);
    if (!one) return this._recognise(part);
    // A log that was asked for earlier may lack what this tab has missed.
    if (one.state.type !== "asked" || asked < one.state.after) return;
    const { log } = one.state;
    log.push(...messages.map((message, index) => ({ message, id: `${id}.${index}` })));
    if (isLast) this._fill(one.state.gap, one.held, log);
  }

  /** The page has stopped: it misses nothing. */
  forget(): void {
    this._seen.keep(new Set());
    for (const known of [this._filling, this._heardFrom]) known.clear();
  }

  private _recovers(channel: string): boolean {
    // Private messages have no log.
    if (channel === PRIVATE) return false;
    return this._events.recovers(channel) ?? this._logs.has(channel);
  }

  /** Other tabs miss some of these messages: says which ones this one has heard. */
  private _recognise({ channel, messages, id }: LogPart): void {
    for (const [index, one] of matchLog(this._seen.of(channel), messages).entries())
      if (one && one.from !== "own") this._events.onSeen(`${id}.${index}`, channel);
  }

  private _fill(gap: Gap, held: Held[], log: Logged[]): void {
    const { channel } = gap;
    this._filling.delete(channel);
    for (const step of fillGap({ gap, held, log }, this._seen, this.clock))
      if (step.type === "gap") this._events.onGap(step.gap);
      else if (step.type === "seen") this._events.onSeen(step.id, channel);
      else this._deliver(step.message, step.turn);
  }

  /** Tells a gap that is not filled, and what has waited for its log. */
  private _giveUp(channel: string, gap: Gap | undefined, held: Held[]): void {
    this._filling.delete(channel);
    if (gap) this._events.onGap(gap);
    for (const { message, turn } of held) this._deliver(message, turn);
  }

  private _deliver(message: ChannelMessage, turn: Turn | undefined): void {
    this.note(message);
    this._events.onMessage(message, turn);
  }
}
