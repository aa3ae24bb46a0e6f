import type { SharedLink } from "./shared-link";

/** What of a tab outlives its part in a group. */
export type Tab = Pick<
  SharedLink,
  | ("id" | "userId" | "lastTerm")
  | ("outbox" | "inbox" | "gaps" | "turns" | "page")
  | ("isOwnPresence" | "createConnection" | "onBroken")
>;
