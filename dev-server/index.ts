/**
 * A comet server for development and tests: to a client it behaves like CppComet community 4.09,
 * odd parts included, and a test can make it fail in the ways that servers and networks fail.
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
export type { Refusal } from "./faults";
export { InputError } from "./input";
export type { DevServerLimits, DevServerOptions } from "./options";
export { startDevServer } from "./start";
export type {
  CommandName,
  ConnectionFilter,
  ConnectionInfo,
  DevServer,
  DevServerEvents,
  MessageOptions,
  ReceivedCommand,
  ServerProfile,
  TokenOptions,
} from "./types";
