import { e as checkInteger, I as InputError, r as resolveOptions, M as MAX_PORT, f as startNode, g as checkUserId, h as checkEvent, l as literalText } from './server.js';
export { s as startDevServer } from './server.js';
import 'node:crypto';
import 'ws';
import 'node:http';

const MAX_NODES = 16;
const MIN_NODES = 2;
const DEFAULT_NODES = 2;
function resolveClusterOptions(options) {
  const { nodes = DEFAULT_NODES, port, ports, ...others } = options;
  const count = checkInteger("nodes", nodes, MIN_NODES, MAX_NODES);
  if (port !== void 0 && ports !== void 0) {
    throw new InputError("ports", ports, "left out, since port is given");
  }
  const all = ports === void 0 ? portsFrom(port ?? 0, count) : checkPorts(ports, count);
  return all.map((one) => resolveOptions({ ...others, port: one }));
}
function portsFrom(first, count) {
  checkInteger("port", first, 0, MAX_PORT + 1 - count);
  return Array.from({ length: count }, (_, index) => first === 0 ? 0 : first + index);
}
function checkPorts(ports, count) {
  if (!Array.isArray(ports) || ports.length !== count) {
    throw new InputError("ports", ports, `a list of ${count} ports, one for each node`);
  }
  return ports.map((port, index) => checkInteger(`ports[${index}]`, port, 0, MAX_PORT));
}

async function startDevCluster(options = {}) {
  const nodes = [];
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
function peersOf(index, nodes) {
  const others = () => {
    const self = nodes[index];
    return self?.isRunning ? nodes.filter((node) => node !== self && node.isRunning) : [];
  };
  return {
    forward: (message) => others().forEach(({ comet }) => comet.takeForwarded(message)),
    countMembers: (channel) => others().reduce((sum, { comet }) => sum + comet.channels.members(channel).length, 0)
  };
}
class RunningCluster {
  constructor(nodes) {
    this.nodes = nodes;
    /** Private messages that the proxy has passed on. */
    this.passedOn = 0;
    this.node = nodes.map(({ node }) => node);
  }
  /**
   * On every running node, so that a test needs one call. The recording does not tell which nodes the
   * real proxy chooses: it repeats this SQL at each node.
   */
  authorize(userId, hash) {
    this.running.forEach((node) => node.authorize(userId, hash));
  }
  setUserData(userId, data, options) {
    this.running.forEach((node) => node.setUserData(userId, data, options));
  }
  publish(channel, event, data, options) {
    return this.running.reduce((sum, node) => sum + node.publish(channel, event, data, options), 0);
  }
  /**
   * On one node, as recorded. A message that the recording sends while the user is absent comes on
   * neither node afterwards, so nothing waits for a user.
   */
  sendToUser(userId, event, data, options) {
    const message = [checkUserId(userId), checkEvent(event), literalText(data, options)];
    return this.nextNode()?.comet.sendToOnlineUser(...message) ?? 0;
  }
  keepLog(channel, length) {
    this.running.forEach((node) => node.keepLog(channel, length));
  }
  kill(index) {
    this.nodeAt(index)?.kill();
  }
  revive(index) {
    this.nodeAt(index)?.revive();
  }
  close() {
    return closeAll(this.nodes);
  }
  get running() {
    return this.nodes.filter(({ isRunning }) => isRunning);
  }
  /** The running nodes in turn, from the last to the first: the recording begins with B, the last. */
  nextNode() {
    const { running } = this;
    const fromEnd = this.passedOn % running.length;
    this.passedOn += 1;
    return running[running.length - 1 - fromEnd];
  }
  nodeAt(index) {
    return this.nodes[checkInteger("node", index, 0, this.nodes.length - 1)];
  }
}
async function closeAll(nodes) {
  await Promise.all(nodes.map((node) => node.close()));
}

export { InputError, startDevCluster };
//# sourceMappingURL=index.js.map
