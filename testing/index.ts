/**
 * Unit tests of applications: the real client and a server that speaks the real protocol, in memory.
 * Importing it has no effect. docs/testing.md shows how it is used.
 *
 * ```ts
 * import { createTestComet } from "comet-server-api/testing";
 *
 * const { cometApi, server, stop } = createTestComet<Channels>();
 * cometApi.subscribe("web_chat.message", ({ data }) => show(data.text));
 * cometApi.start({ node: "any" });
 * await server.settled();
 * server.publish("web_chat", "message", { text: "hi" }, { from: 7 });
 * await server.settled(); // shown
 * stop();
 * ```
 */
export { createTestComet } from "./create";
export { InputError } from "../dev-server/core/input";
export type { Refusal } from "../dev-server/core/faults";
export type {
  CommandName,
  ConnectionFilter,
  ConnectionInfo,
  DevServerEvents,
  MessageOptions,
  PublishedMessage,
  ReceivedCommand,
  ServerControl,
  TokenOptions,
} from "../dev-server/core/types";
export type { DeclaredChannel, PublishedOf, PublishOptions, TestComet, TestServer } from "./types";
