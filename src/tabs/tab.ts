import type { Connection, ConnectionListener } from "../connection/connection";
import type { ServerMessage } from "../protocol/messages";
import type { Gaps } from "./follower/gaps";
import type { Inbox } from "./follower/inbox";
import type { Outbox } from "./follower/outbox";
import type { PageCalls } from "./page-calls";
import type { Turns } from "./turns";

/** What of a tab outlives its part in a group. */
export interface Tab {
  /** It lives as long as the document: what browsers copy into new tabs will not do. */
  readonly id: string;
  /** Id of the visitor; `""` where anonymous. */
  readonly userId: string;
  readonly outbox: Outbox;
  readonly inbox: Inbox;
  readonly gaps: Gaps;
  readonly turns: Turns;
  readonly page: PageCalls;
  /** The last term in which the tab led: others may remember it as they do the tab. */
  lastTerm: number;
  /** Whether a frame tells that this very browser has joined or left a channel. */
  isOwnPresence(message: ServerMessage): boolean;
  createConnection(listener: ConnectionListener): Connection;
  /** The bus has broken. */
  onBroken(): void;
}
