/** The public interface of a cluster: its options, and what can be done while it runs. */
import type { DevServerOptions } from "./options";
import type { MessageOptions, SqlPort } from "./core/types";
import type { DevServer } from "./types";

/** Each node has the options of a single server; `port` is that of the first node. */
export interface DevClusterOptions extends DevServerOptions {
  /** How many nodes, 2 to 16. Default 2. */
  readonly nodes?: number;
  /** With port P, the nodes listen on P, P+1 and so on. Default 0: any free ports. */
  readonly port?: number;
  /** The port of each node, 0 for any free one; instead of `port`. */
  readonly ports?: readonly number[];
}

/**
 * Several nodes that know each other. The methods of {@link SqlPort} are the proxy, which passes SQL
 * on to the running nodes. Each node has a database of its own: the methods of a node are SQL at the
 * node's own port, and reach the connections of that node only.
 *
 * Every method throws an {@link InputError} for a value that breaks a rule. If a node has reached one
 * of its limits, the nodes before it have taken the value.
 */
export interface DevCluster extends SqlPort {
  /** Close them together, by {@link close}. */
  readonly nodes: readonly DevServer[];
  /** The value for the client's option `node`, for example `["127.0.0.1:8087", "127.0.0.1:8088"]`. */
  readonly node: readonly string[];

  /**
   * Publishes on every running node.
   *
   * @returns how many connections got it; a client that is connected to two nodes counts twice.
   */
  publish(channel: string, event: string, data: unknown, options?: MessageOptions): number;
  /**
   * Sends a private message to one running node: first to the last node, with each call to the one
   * before. The message is lost if the user is not connected to that node, whether the user is
   * connected to another node or to none.
   *
   * @returns how many of the user's connections to that node got it, at most 16.
   */
  sendToUser(userId: number, event: string, data: unknown, options?: MessageOptions): number;

  /**
   * Ends a node as a crash does: cuts its connections and resets new ones. The other nodes forward
   * nothing to it, and do not hear that its users have left. What its database holds stays: hashes,
   * data of users, logs, waiting messages. The node's own methods still change that; the proxy leaves
   * the node out.
   *
   * @param index the position in {@link nodes}. A node that does not run stays as it is.
   */
  kill(index: number): void;
  /**
   * Starts a killed node again, on the same port.
   *
   * @param index the position in {@link nodes}. A node that runs stays as it is.
   */
  revive(index: number): void;

  /** Cuts every connection to every node, and frees the ports. */
  close(): Promise<void>;
}
