/** What a node of a cluster tells the other nodes, and asks them. */

/**
 * A message to a channel, on its way to the other nodes. They treat it like SQL at their own port,
 * so it has no sender, and `data` is always text.
 */
export interface ForwardedMessage {
  readonly channel: string;
  readonly event: string;
  /** As it goes into the frames and into the log: escaped, if a client published it. */
  readonly text: string;
  /** Unix seconds, by the clock of the first node. */
  readonly sent: number;
}

/** The other nodes that run now, as one node sees them. */
export interface Peers {
  forward(message: ForwardedMessage): void;
  /** How many connections to the other nodes have joined a channel. */
  countMembers(channel: string): number;
}

/** For a server that is no part of a cluster. */
export const NO_PEERS: Peers = { forward: () => undefined, countMembers: () => 0 };
