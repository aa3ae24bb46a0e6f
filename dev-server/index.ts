/**
 * A comet server for development and tests. To a client it behaves like CppComet community 4.09, its
 * oddities included (docs/protocol.md); a test can make it fail as servers and networks fail. It may
 * know nothing of `src/`, so that the client's misunderstandings of the protocol show.
 *
 * ```js
 * import { startDevServer } from "comet-server-api/dev-server";
 *
 * const server = await startDevServer({ port: 0 });
 * server.authorize(12, "hash12");
 * server.publish("news", "flash", { text: "Hello" });
 * await server.close();
 * ```
 */
export { startDevCluster } from "./cluster";
export type { DevCluster, DevClusterOptions } from "./cluster-types";
export type { Refusal } from "./core/faults";
export { InputError } from "./core/input";
export type { DevServerLimits } from "./core/settings";
export type { DevServerOptions } from "./options";
export { startDevServer } from "./start";
export type {
  CommandName,
  ConnectionFilter,
  ConnectionInfo,
  DevServerEvents,
  MessageOptions,
  PublishedMessage,
  ReceivedCommand,
  ServerControl,
  ServerProfile,
  SqlPort,
  TokenOptions,
} from "./core/types";
export type { DevServer } from "./types";
