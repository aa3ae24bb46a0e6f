import { BroadcastBus } from "./broadcast-bus";
import type { Bus } from "./bus";
import { StorageBus } from "./storage-bus";

/**
 * Opens the best bus that works here: BroadcastChannel, else storage events, else none. Only in
 * pages and workers: Node has a BroadcastChannel, too, but no tabs.
 */
export function openBus(name: string, onMessage: (data: unknown) => void): Bus | undefined {
  if (typeof addEventListener !== "function") return undefined;
  for (const Way of [BroadcastBus, StorageBus])
    try {
      return new Way(name, onMessage);
    } catch {
      // Absent, or forbidden by the browser's settings or a sandbox.
    }
  return undefined;
}
