/** Whether what tabs heard and sent is what was promised; what is not, in words. */
import type { Order, Report } from "./page/report";
import { NEWS } from "./page/report";

/** Clocks are read to the millisecond, at different moments of one event. */
const EDGE_MS = Number(process.env.EDGE_MS ?? 20);

/** A document that was killed had no time to announce the last of its gaps. */
const LAST_WORDS_MS = 500;

export interface Evidence {
  report: Report;
  /** Whether the document is still there: then it must have heard or announced everything. */
  isAlive: boolean;
}

/** When each number was sent; the index is the number. */
export type SentAt = readonly number[];

function disorder(heard: readonly number[]): string[] {
  return heard.flatMap((n, index) => {
    const before = heard[index - 1] ?? 0;
    if (n > before) return [];
    return heard.indexOf(n) < index ? [`heard ${n} twice`] : [`heard ${n} after ${before}`];
  });
}

/** Numbers that did not come, and that no gap announces. */
function unannounced({ report, isAlive }: Evidence, sentAt: SentAt): number[] {
  const { heard } = report;
  const all = new Set(heard);
  const first = heard[0];
  if (first === undefined) return [];
  const last = heard.at(-1) as number;
  const gaps = report.gaps.filter(({ channel }) => channel === NEWS);
  const end = isAlive ? sentAt.length - 1 : last;
  const missing = [];
  for (let n = first; n <= end; n++) {
    const at = sentAt[n] as number;
    if (all.has(n) || gaps.some(({ from, to }) => at >= from - EDGE_MS && at <= to + EDGE_MS))
      continue;
    if (isAlive || at < (sentAt[last] as number) - LAST_WORDS_MS) missing.push(n);
  }
  return missing;
}

function spans(numbers: readonly number[]): string {
  return numbers.length > 6
    ? `${numbers.slice(0, 6).join(", ")}, … (${numbers.length})`
    : numbers.join(", ");
}

/** What is wrong with what one document heard. */
export function judgeHeard(evidence: Evidence, sentAt: SentAt, maxGapMs: number): string[] {
  const { doc, gaps, heard } = evidence.report;
  const missing = unannounced(evidence, sentAt);
  const problems = disorder(heard);
  if (evidence.isAlive && sentAt.length > 1 && heard.length === 0) problems.push("heard nothing");
  if (missing.length)
    problems.push(
      `did not hear ${spans(missing)}, sent at ${sentAt[missing[0] as number]}, ` +
        `and announced ${JSON.stringify(gaps)}`,
    );
  for (const { from, to } of gaps)
    if (to - from > maxGapMs || to < from) problems.push(`a gap of ${to - from} ms`);
  return problems.map((text) => `${doc} ${text}`);
}

/** What is wrong with the orders of one document. */
export function judgeSent({ report, isAlive }: Evidence, carriedOut: readonly Order[]): string[] {
  const own = carriedOut.filter(({ doc }) => doc === report.doc).map(({ k }) => k);
  const done = new Set(own);
  const told = new Set(report.unconfirmed);
  // What stood in the socket of a process that was stopped arrives when it runs again, late.
  const inTime = own.filter((k) => !told.has(k) || own.indexOf(k) !== own.lastIndexOf(k));
  const problems = disorder(inTime).map((text) => text.replace("heard", "the server was sent"));
  if (told.size < report.unconfirmed.length) problems.push("announced an order twice");
  const lost = [];
  for (let k = 1; k <= report.sent && isAlive; k++) if (!done.has(k) && !told.has(k)) lost.push(k);
  if (lost.length) problems.push(`lost the orders ${spans(lost)} of ${report.sent}`);
  return problems.map((text) => `${report.doc}: ${text}`);
}

/**
 * Orders of others: each once, in the order in which it was given.
 * @param doubtful the orders ("DOC K") that were announced as unconfirmed: they may come late.
 * @param hearsOwn two connections existed, and the server sends what came from the one to the other.
 */
export function judgeEchoes(
  { report }: Evidence,
  doubtful: ReadonlySet<string>,
  hearsOwn = false,
): string[] {
  const last = new Map<string, number>();
  const heard = new Set<string>();
  return report.orders.flatMap(({ doc, k }) => {
    const before = last.get(doc) ?? 0;
    last.set(doc, Math.max(before, k));
    const isLate = doubtful.has(`${doc} ${k}`) && !heard.has(`${doc} ${k}`);
    heard.add(`${doc} ${k}`);
    if (doc === report.doc && !hearsOwn) return [`${report.doc} heard its own order ${k}`];
    return k > before || isLate ? [] : [`${report.doc} heard order ${k} of ${doc} after ${before}`];
  });
}

/** Nothing of the kind is expected in any test. */
export function judgeEvents({ report }: Evidence): string[] {
  return report.events
    .filter(({ name }) => ["error", "uncaught", "violation"].includes(name))
    .map(({ name, detail }) => `${report.doc} ${name}: ${String(detail)}`);
}
