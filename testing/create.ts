/** Puts the parts together. */
import { Clients } from "../dev-server/core/clients";
import { Faults } from "../dev-server/core/faults";
import { NO_PEERS } from "../dev-server/core/peers";
import type { CoreSettings } from "../dev-server/core/settings";
import { resolveLimits } from "../dev-server/core/settings";
import type { AnyChannels, Declared } from "../src/api/channels";
import type { CometServerApi } from "../src/api/contract";
import { Tasks } from "./event-loop";
import { MemoryNetwork } from "./memory-network";
import { memorySecrets } from "./memory-secrets";
import { RunningTestServer } from "./running-server";
import { TestClient } from "./test-client";
import type { TestComet, TestServer } from "./types";

/**
 * Makes a client and its server, in memory: no port, no browser, nothing to wait for. Several may run
 * at a time, and know nothing of each other. End each with {@link TestComet.stop}.
 * @typeParam Channels the declaration of the site's channels, see `AnyChannels`.
 */
export function createTestComet<
  Channels extends Declared<Channels> = AnyChannels,
>(): TestComet<Channels> {
  const settings = coreSettings();
  const tasks = new Tasks();
  const faults = new Faults();
  const clients = new Clients(settings, faults, NO_PEERS);
  const network = new MemoryNetwork({ tasks, faults, clients });
  const created: TestClient[] = [];
  const server = new RunningTestServer(
    { settings, faults, clients, entrance: network },
    tasks,
    created,
  );
  const createClient = () => {
    const client = new TestClient(network);
    created.push(client);
    return client as unknown as CometServerApi<Channels>;
  };
  const stop = () => {
    for (const client of created) client.stop();
    server.closeConnections();
    tasks.clear();
  };
  return {
    cometApi: createClient(),
    server: server as unknown as TestServer<Channels>,
    createClient,
    stop,
    ...("dispose" in Symbol && { [Symbol.dispose]: stop }),
  } as TestComet<Channels>;
}

/** Like CppComet 4.09, its oddities included. */
function coreSettings(): CoreSettings {
  return {
    profile: "current",
    cutEnd: "ascii",
    secrets: memorySecrets(),
    // Looked up each time, since a test may set the time.
    clock: () => Date.now(),
    limits: resolveLimits({}),
  };
}
