import { matchLog } from './seen.js';

function fillGap({ gap, held, log }, seen, clock) {
  const messages = log.map(({ message }) => message);
  const known = matchLog(seen.of(gap.channel), messages);
  const isFirst = (one) => one !== void 0 && seen.isFirst(one);
  const isOld = agesOf({ gap, log: messages }, known, isFirst, clock);
  const steps = [];
  if (!known.some((one, index) => isOld[index] || isBefore(one, gap)))
    steps.push({ type: "gap", gap: restOf(gap, messages[0], clock) });
  for (const [index, { id }] of log.entries())
    if (known[index] && known[index].from !== "own") steps.push({ type: "seen", id });
  const news = log.filter((_, index) => !known[index] && !isOld[index]);
  return [...steps, ...join(news, held)];
}
function join(news, held) {
  const waiting = matchLog(
    held.map(({ message }) => message),
    news.map(({ message }) => message)
  );
  const left = [...held];
  const steps = news.flatMap(({ message, id }, index) => {
    const live = waiting[index];
    if (!live) return [{ type: "message", message, turn: { id, except: void 0, isPast: true } }];
    const until = left.findIndex((one) => one.message === live);
    return [{ type: "seen", id }, ...left.splice(0, until + 1).map(toStep)];
  });
  return [...steps, ...left.map(toStep)];
}
function toStep(held) {
  return { type: "message", ...held };
}
function agesOf({ gap, log }, known, isFirst, clock) {
  if (!clock.isKnown) {
    const last = known.reduce((found, one, index) => one ? index : found, -1);
    return log.map((_, index) => index <= last || last < 0);
  }
  const since = clock.secondAt(gap.from);
  const first = known.findIndex(isFirst);
  return log.map(({ time }, index) => index < first || time > 0 && time < since);
}
function isBefore(known, gap) {
  return known !== void 0 && (!known.from || (known.at ?? Infinity) <= gap.to);
}
function restOf(gap, oldest, clock) {
  if (!oldest?.time || !clock.isKnown) return gap;
  const to = Math.min(gap.to, clock.timeOf(oldest.time + 1));
  return { ...gap, to: Math.max(gap.from, to) };
}

export { fillGap };
//# sourceMappingURL=fill-gap.js.map
