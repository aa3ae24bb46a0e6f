import { afterAll, afterEach, beforeAll, beforeEach, inject, vi } from "vitest";
import { WebSocket } from "ws";
import type { LegacyCometApi } from "../../src/legacy/contract";
import { LegacyApi } from "../../src/legacy/legacy-api";
import { startDevServer, type DevServer, type ServerProfile } from "../../dev-server";
import type { CometMessage, CometOptions } from "../../src/api/types";

declare module "vitest" {
  interface ProvidedContext {
    /** Of the server: the tests of a project run against one. */
    profile: ServerProfile;
  }
}

/** What takes moments may take seconds on a machine that does other things, too. */
const PATIENCE = 5_000;

export interface TestBed {
  readonly server: DevServer;
  /** What was written to the console in this test. */
  readonly console: { error: string[]; warn: string[] };
  /** A client that is not started. */
  create(): LegacyCometApi;
  /** A client that is connected and knows its authorisation. */
  connect(options?: CometOptions): Promise<LegacyCometApi>;
}

/** A development server for the tests of a file, and clients that end with their test. */
export function useTestBed(): TestBed {
  let server: DevServer;
  let clients: LegacyCometApi[] = [];
  const lines = { error: [] as string[], warn: [] as string[] };

  beforeAll(async () => {
    vi.stubGlobal("WebSocket", WebSocket);
    server = await startDevServer({ port: 0, profile: inject("profile") });
    server.authorize(12, "hash12");
    server.authorize(13, "hash13");
  });

  keepConsole(lines);

  afterEach(async () => {
    for (const client of clients) client.stop();
    clients = [];
    server.refuse(null);
    server.withholdAnswers([]);
    server.releaseAnswers();
    await vi.waitFor(() => {
      if (server.connections.length) throw new Error("a connection outlived its client");
    }, PATIENCE);
    vi.restoreAllMocks();
  });

  afterAll(async () => {
    await server.close();
    vi.unstubAllGlobals();
  });

  const create = () => {
    const client = new LegacyApi();
    clients.push(client);
    return client;
  };
  return {
    get server() {
      return server;
    },
    console: lines,
    create,
    connect: (options) => connected(create(), { node: server.node, ...options }),
  };
}

/** Has each test begin without lines, and with waits that are always the same. */
function keepConsole(lines: TestBed["console"]): void {
  beforeEach(() => {
    // Connections come back after 300 ms: not before a test has seen that they are gone.
    vi.spyOn(Math, "random").mockReturnValue(0.3);
    for (const level of ["error", "warn"] as const) {
      lines[level] = [];
      vi.spyOn(console, level).mockImplementation((text) => lines[level].push(String(text)));
    }
  });
}

async function connected(client: LegacyCometApi, options: CometOptions): Promise<LegacyCometApi> {
  client.start(options);
  await vi.waitFor(() => {
    if (!client.isConnected()) throw new Error("not connected");
  }, PATIENCE);
  return client;
}

/** A user of the test bed. */
export const ANN = { user_id: 12, user_key: "hash12" };

/** Collects messages; `next` waits until there are `count` of them and returns them all. */
export function collector() {
  const messages: CometMessage[] = [];
  return {
    messages,
    callback: (message: CometMessage) => void messages.push(message),
    data: () => messages.map(({ data }) => data),
    async next(count: number): Promise<CometMessage[]> {
      await vi.waitFor(() => {
        if (messages.length < count) throw new Error(`${messages.length} of ${count} messages`);
      }, PATIENCE);
      return messages;
    },
  };
}

/** Resolves when everything that `client` sent before has been done, and its answers dispatched. */
export function fence(client: LegacyCometApi): Promise<void> {
  return new Promise((resolve) => client.count_users_in_pipe("web_fence", () => resolve()));
}
