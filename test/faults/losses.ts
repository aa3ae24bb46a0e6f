/** Of a channel with a log nothing may be lost, not even announced. */
import type { Group } from "./group";
import { NEWS, type Report } from "./page/report";

/** Numbers that are missing between the first and the last that a document has heard. */
function missing({ heard }: Report): number[] {
  const all = new Set(heard);
  const [first = 0, last = -1] = [heard[0], heard.at(-1)];
  return Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((n) => !all.has(n));
}

/** What is wrong with what the documents have heard. */
export function losses(group: Group): string[] {
  return group.evidence.flatMap((report) => {
    const gaps = report.gaps.filter(({ channel }) => channel === NEWS);
    const numbers = missing(report);
    if (!numbers.length && !gaps.length) return [];
    return [`${report.doc} missed ${numbers.join()}; gaps ${JSON.stringify(gaps)}`];
  });
}
