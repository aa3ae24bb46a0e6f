/** In the page, before the script file: what the browser lacks or does wrong in a test. */
import { installBusHold } from "./bus-hold";
import { installCensus } from "./census";
import { installGoodbyes } from "./goodbyes";

const query = new URLSearchParams(location.search);

const FAULTS: Record<string, () => void> = {
  noBroadcast: () => void Reflect.deleteProperty(window, "BroadcastChannel"),
  noLocks: () => void Reflect.deleteProperty(Navigator.prototype, "locks"),
  storageThrows: () =>
    void Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("Denied by the test", "SecurityError");
      },
    }),
  busHold: installBusHold,
  goodbyes: installGoodbyes,
  census: installCensus,
};

for (const [name, install] of Object.entries(FAULTS)) if (query.has(name)) install();
