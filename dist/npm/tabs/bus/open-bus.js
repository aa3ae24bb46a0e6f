import { BroadcastBus } from './broadcast-bus.js';
import { StorageBus } from './storage-bus.js';

function openBus(name, onMessage) {
  if (typeof addEventListener !== "function") return void 0;
  for (const Way of [BroadcastBus, StorageBus])
    try {
      return new Way(name, onMessage);
    } catch {
    }
  return void 0;
}

export { openBus };
//# sourceMappingURL=open-bus.js.map
