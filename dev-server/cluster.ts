/** Several nodes that know each other, and the proxy that passes SQL on to them. */
import { resolveClusterOptions } from "./cluster-options";
import type { DevCluster, DevClusterOptions } from "./cluster-types";
import { checkEvent, checkInteger, checkUserId } from "./core/input";
import { literalText } from "./core/literal";
import type { Peers } from "./core/peers";
import type { RunningServer } from "./server";
import { startNode } from "./start";
import type { MessageOptions } from "./core/types";

/**
 * Starts a cluster that a client cannot tell from nodes of CppComet community 4.09 that know each
 * other. Each node is a server of {@link startDevServer}, with an HTTP interface of its own.
 *
 * @throws InputError for an option that breaks a rule; Node's own error, for example with the
 *   code `EADDRINUSE`, if a port cannot be used. No node runs then.
 */
export async function startDevCluster(options: DevClusterOptions = {}): Promise<DevCluster> {
  const nodes: RunningServer[] = [];
  try {
    for (const [index, settings] of resolveClusterOptions(options).entries()) {
      nodes.push(await startNode(settings, peersOf(index, nodes)));
    }
  } catch (error) {
    await closeAll(nodes);
    throw error;
  }
  return new RunningCluster(nodes);
}

/** A node that has been killed hears nothing of the others, and they hear nothing of it. */
function peersOf(index: number, nodes: readonly RunningServer[]): Peers {
  const others = (): readonly RunningServer[] => {
    const self = nodes[index];
    return self?.isRunning ? nodes.filter((node) => node !== self && node.isRunning) : [];
  };
  return {
    forward: (message) => others().forEach(({ comet }) => comet.takeForwarded(message)),
    countMembers: (channel) =>
      others().reduce((sum, { comet }) => sum + comet.channels.members(channel).length, 0),
  };
}

class RunningCluster implements DevCluster {
  readonly node: readonly string[];
  /** Private messages that the proxy has passed on. */
  private passedOn = 0;

  constructor(readonly nodes: readonly RunningServer[]) {
    this.node = nodes.map(({ node }) => node);
  }

  /**
   * On every running node, so that a test needs one call. The recording does not tell which nodes the
   * real proxy chooses: it repeats this SQL at each node.
   */
  authorize(userId: number, hash: string): void {
    this.running.forEach((node) => node.authorize(userId, hash));
  }

  setUserData(userId: number, data: unknown, options?: MessageOptions): void {
    this.running.forEach((node) => node.setUserData(userId, data, options));
  }

  publish(channel: string, event: string, data: unknown, options?: MessageOptions): number {
    return this.running.reduce((sum, node) => sum + node.publish(channel, event, data, options), 0);
  }

  /**
   * On one node, as recorded. A message that the recording sends while the user is absent comes on
   * neither node afterwards, so nothing waits for a user.
   */
  sendToUser(userId: number, event: string, data: unknown, options?: MessageOptions): number {
    const message = [checkUserId(userId), checkEvent(event), literalText(data, options)] as const;
    return this.nextNode()?.comet.sendToOnlineUser(...message) ?? 0;
  }

  keepLog(channel: string, length: number): void {
    this.running.forEach((node) => node.keepLog(channel, length));
  }

  kill(index: number): void {
    this.nodeAt(index)?.kill();
  }

  revive(index: number): void {
    this.nodeAt(index)?.revive();
  }

  close(): Promise<void> {
    return closeAll(this.nodes);
  }

  private get running(): readonly RunningServer[] {
    return this.nodes.filter(({ isRunning }) => isRunning);
  }

  /** The running nodes in turn, from the last to the first: the recording begins with B, the last. */
  private nextNode(): RunningServer | undefined {
    const { running } = this;
    const fromEnd = this.passedOn % running.length;
    this.passedOn += 1;
    return running[running.length - 1 - fromEnd];
  }

  private nodeAt(index: number): RunningServer | undefined {
    return this.nodes[checkInteger("node", index, 0, this.nodes.length - 1)];
  }
}

async function closeAll(nodes: readonly RunningServer[]): Promise<void> {
  await Promise.all(nodes.map((node) => node.close()));
}
