/** One leader's time. Its number is the documented API's `epoch`. */
export interface Term {
  number: number;
  leader: string;
}

/** The highest term that a tab knows of. `leader` is absent if no tab is known to lead in it. */
export interface KnownTerm {
  number: number;
  leader?: string | undefined;
}

/** Whether a tab that knows `other` follows `one` from now on. All tabs compute the same. */
export function isAhead(one: Term, other: KnownTerm): boolean {
  if (one.number !== other.number) return one.number > other.number;
  return other.leader === undefined || one.leader < other.leader;
}

export function isSame(one: KnownTerm, other: KnownTerm | undefined): boolean {
  return one.number === other?.number && one.leader === other.leader;
}
