/** Who leads, and since when. */
export interface Term {
  epoch: number;
  from: string;
}

export const NOBODY: Term = { epoch: 0, from: "" };

/** Whether `one` is to be followed rather than `other`: all tabs compute the same. */
export function isAhead(one: Term, other: Term): boolean {
  return (
    one.epoch > other.epoch || (one.epoch === other.epoch && (!other.from || one.from < other.from))
  );
}

export function isSame(one: Term, other: Term): boolean {
  return one.epoch === other.epoch && one.from === other.from;
}
