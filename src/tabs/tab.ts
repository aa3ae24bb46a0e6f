import type { SharedLink } from "./shared-link";

/** The parts of a tab that outlive its membership in a group. */
export type Tab = Pick<
  SharedLink,
  | ("id" | "userId" | "lastTerm")
  | ("outbox" | "inbox" | "gaps" | "recovery" | "turns" | "page")
  | ("isOwnPresence" | "prefersVisible" | "wantsStandby" | "createConnection" | "onBroken")
>;
