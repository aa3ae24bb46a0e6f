import type { Gap } from "../../api/types";
import type { ChannelMessage } from "../../protocol/messages";
import type { Turn } from "../link";
import { matchLog, type Known, type Seen } from "./seen";
import type { ServerClock } from "./server-clock";

/** A live message that waits for the log of its channel. */
export interface Held {
  message: ChannelMessage;
  turn: Turn | undefined;
}

/** A message of a log. `id` is the same in all tabs. */
export interface Logged {
  message: ChannelMessage;
  id: string;
}

/** What a tab does with a log, in this order. */
export type FillStep =
  /** What the log does not reach back to. */
  | { type: "gap"; gap: Gap }
  /** This tab knows the message with this id: no other tab need run its handlers. */
  | { type: "seen"; id: string }
  | { type: "message"; message: ChannelMessage; turn: Turn | undefined };

export interface GapToFill {
  gap: Gap;
  held: readonly Held[];
  log: readonly Logged[];
}

/**
 * What fills a gap: the messages of the log that the tab does not know and that are not older than the
 * gap, in the order of the log; between and behind them the live ones that have waited.
 */
export function fillGap({ gap, held, log }: GapToFill, seen: Seen, clock: ServerClock): FillStep[] {
  const messages = log.map(({ message }) => message);
  const known = matchLog(seen.of(gap.channel), messages);
  const isFirst = (one: Known | undefined) => one !== undefined && seen.isFirst(one);
  const isOld = agesOf({ gap, log: messages }, known, isFirst, clock);
  const steps: FillStep[] = [];
  if (!known.some((one, index) => isOld[index] || isBefore(one, gap)))
    steps.push({ type: "gap", gap: restOf(gap, messages[0], clock) });
  for (const [index, { id }] of log.entries())
    if (known[index] && known[index].from !== "own") steps.push({ type: "seen", id });
  const news = log.filter((_, index) => !known[index] && !isOld[index]);
  return [...steps, ...join(news, held)];
}

/**
 * The messages of a log and live ones as one. Live ones keep their order, whatever that of the log is
 * within a second. Where the connection was lost twice, some of the log are newer than they are.
 */
function join(news: readonly Logged[], held: readonly Held[]): FillStep[] {
  const waiting = matchLog(
    held.map(({ message }) => message),
    news.map(({ message }) => message),
  );
  const left = [...held];
  const steps = news.flatMap(({ message, id }, index): FillStep[] => {
    const live = waiting[index];
    if (!live) return [{ type: "message", message, turn: { id, except: undefined, isPast: true } }];
    const until = left.findIndex((one) => one.message === live);
    return [{ type: "seen", id }, ...left.splice(0, until + 1).map(toStep)];
  });
  return [...steps, ...left.map(toStep)];
}

function toStep(held: Held): FillStep {
  return { type: "message", ...held };
}

/** Which messages of a log are older than the gap. */
function agesOf(
  { gap, log }: { gap: Gap; log: readonly ChannelMessage[] },
  known: readonly (Known | undefined)[],
  isFirst: (one: Known | undefined) => boolean,
  clock: ServerClock,
): boolean[] {
  // The server does not tell its time: what stands behind a known message is newer.
  if (!clock.isKnown) {
    const last = known.reduce((found: number, one, index) => (one ? index : found), -1);
    return log.map((_, index) => index <= last || last < 0);
  }
  const since = clock.secondAt(gap.from);
  // A second is long: what stands before the first message of this tab was before its time.
  const first = known.findIndex(isFirst);
  return log.map(({ time }, index) => index < first || (time > 0 && time < since));
}

/** Whether a message of the log shows that the log reaches back to before the gap. */
function isBefore(known: Known | undefined, gap: Gap): boolean {
  // What this tab has published, or found in a log, may be newer.
  return known !== undefined && (!known.from || (known.at ?? Infinity) <= gap.to);
}

/** The part of a gap that the log does not reach back to. */
function restOf(gap: Gap, oldest: ChannelMessage | undefined, clock: ServerClock): Gap {
  if (!oldest?.time || !clock.isKnown) return gap;
  const to = Math.min(gap.to, clock.timeOf(oldest.time + 1));
  return { ...gap, to: Math.max(gap.from, to) };
}
