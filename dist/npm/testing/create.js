import { Clients } from '../dev-server/core/clients.js';
import { Faults } from '../dev-server/core/faults.js';
import { NO_PEERS } from '../dev-server/core/peers.js';
import { resolveLimits } from '../dev-server/core/settings.js';
import { Tasks } from './event-loop.js';
import { MemoryNetwork } from './memory-network.js';
import { memorySecrets } from './memory-secrets.js';
import { RunningTestServer } from './running-server.js';
import { TestClient } from './test-client.js';

function createTestComet() {
  const settings = coreSettings();
  const tasks = new Tasks();
  const faults = new Faults();
  const clients = new Clients(settings, faults, NO_PEERS);
  const network = new MemoryNetwork({ tasks, faults, clients });
  const created = [];
  const server = new RunningTestServer(
    { settings, faults, clients, entrance: network },
    tasks,
    created
  );
  const createClient = () => {
    const client = new TestClient(network);
    created.push(client);
    return client;
  };
  const stop = () => {
    for (const client of created) client.stop();
    server.closeConnections();
    tasks.clear();
  };
  return {
    cometApi: createClient(),
    server,
    createClient,
    stop,
    ..."dispose" in Symbol && { [Symbol.dispose]: stop }
  };
}
function coreSettings() {
  return {
    profile: "current",
    cutEnd: "ascii",
    secrets: memorySecrets(),
    // Looked up each time, since a test may set the time.
    clock: () => Date.now(),
    limits: resolveLimits({})
  };
}

export { createTestComet };
//# sourceMappingURL=create.js.map
