import { firstOf, type Pending, type Size } from "./pending";

interface Limit extends Size {
  /** What the commands wait for, for a developer. */
  awaited: string;
}

/** Nobody knows when there will be a connection. */
const WITHOUT_CONNECTION: Limit = {
  ...{ count: 500, length: 4 * 1024 * 1024 },
  awaited: "a connection",
};

/**
 * The leader takes what waits in a moment, so a page may send much at once in any tab. But a leader may
 * hang until it is deposed. With those that were offered, the commands are fewer than a message between
 * tabs may list (`MAX_LISTED`): a tab that leaves names all.
 */
const WITH_CONNECTION: Limit = {
  ...{ count: 4_000, length: 64 * 1024 * 1024 },
  awaited: "the tab with the connection",
};

/** The oldest of the commands that wait, to be given up, and the reason; `undefined`: none are. */
export function excessOf(
  waiting: readonly Pending[],
  isConnected: boolean,
): { oldest: Pending[]; reason: string } | undefined {
  const limit = isConnected ? WITH_CONNECTION : WITHOUT_CONNECTION;
  const kept = firstOf([...waiting].reverse(), limit).length;
  if (kept === waiting.length) return undefined;
  const { count, length, awaited } = limit;
  return {
    oldest: waiting.slice(0, waiting.length - kept),
    reason: `over ${count} commands or ${length} characters wait for ${awaited}`,
  };
}
