/**
 * Before each file of `unit`. Files share a worker, because one for each costs more than its tests do.
 * They do not share modules: a file may have replaced some of them (`vi.mock`).
 */
import { vi } from "vitest";

vi.resetModules();
