/** No list in a message between tabs is longer. */
export const MAX_LISTED = 5_000;

/**
 * A term's number is at most so far ahead of the time in milliseconds since 1970. Elections are rarer
 * than milliseconds: so whatever number a tab has heard, the next ones are taken a moment later, and no
 * message can use the numbers up.
 */
export const MAX_NUMBER_AHEAD = 1e9;
