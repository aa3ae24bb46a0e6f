/** A cluster as one server, for tests that do not care how many nodes it has. */
import type { ConnectionInfo, DevCluster, DevServer, DevServerEvents } from "../../dev-server";

/** Connections of different nodes may have equal ids. */
const ID_STEP = 100;

/** SQL goes to the proxy; whatever else is done is done to every node. */
export function asOne(cluster: DevCluster): DevServer {
  const { nodes } = cluster;
  const [first] = nodes as readonly [DevServer];
  const named = (connection: ConnectionInfo, index: number) => ({
    ...connection,
    id: connection.id * ID_STEP + index,
  });
  const own = {
    get connections() {
      return nodes.flatMap((node, index) => node.connections.map((one) => named(one, index)));
    },
    get heldAnswers() {
      return nodes.reduce((sum, { heldAnswers }) => sum + heldAnswers, 0);
    },
    get node() {
      return cluster.node.join();
    },
    publish: (...args: Parameters<DevServer["publish"]>) => cluster.publish(...args),
    sendToUser: (...args: Parameters<DevServer["sendToUser"]>) => cluster.sendToUser(...args),
    close: () => cluster.close(),
    on<E extends keyof DevServerEvents>(event: E, listener: (value: DevServerEvents[E]) => void) {
      const ends = nodes.map((node, index) =>
        node.on(event, (value) =>
          listener("uuid" in value ? (named(value, index) as DevServerEvents[E]) : value),
        ),
      );
      return () => ends.forEach((end) => end());
    },
  };
  return new Proxy(first, {
    get(target, name) {
      if (name in own) return own[name as keyof typeof own];
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]): unknown =>
        nodes.map((node) => (Reflect.get(node, name, node) as typeof value).apply(node, args))[0];
    },
  });
}
