/**
 * Before each file of `unit`: files share a worker (one for each costs more than its tests do), but not
 * what modules keep, as the channel that gives tasks.
 */
import { vi } from "vitest";

vi.resetModules();
