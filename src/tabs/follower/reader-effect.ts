import type { CommandId, Entry } from "../entries";
import type { Lead } from "../messages";

/** Frames of the former leader: none, all that are recent, or those after this entry of it. */
export type Repeats = "none" | "recent" | { after: number };

/** What the tab has to do after a message of a leader. */
export type ReaderEffect =
  /** No leader is known any more that holds the connection. */
  | { type: "lost" }
  /** Another tab leads, or tabs have joined or left. */
  | { type: "group" }
  /** The leader does not know this tab, or what it wants. */
  | { type: "report" }
  /** Entries after this one are missing; absent: the tab begins with the answer. */
  | { type: "resync"; after?: number }
  /**
   * Entries of another term follow.
   * @param isInDoubt the former leader may have written offered commands without saying so.
   * @param repeats what the new leader may pass on although the former one has.
   */
  | { type: "begin"; isInDoubt: boolean; repeats: Repeats }
  /** The tab goes on from here; it does not need earlier entries. */
  | { type: "join"; lead: Lead }
  /** The leader has read all that the server sent until `at`. */
  | { type: "heard"; at: number }
  /** Nothing is missing: the connection is as the leader says. */
  | { type: "confirmed"; lead: Lead }
  /** The next entry. `id`: its name, the same in all tabs. */
  | { type: "entry"; entry: Entry; id: string }
  /** A former leader has written these commands: no other leader may write them. */
  | { type: "late"; commands: CommandId[] };
