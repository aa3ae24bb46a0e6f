import { expect } from "vitest";

/**
 * Waits for what `read` returns to become what the test expects: `await until(read).toBe(3)`. A read
 * that throws is tried again, since a page may be loading.
 */
export function until<Value>(read: () => Value | Promise<Value>, milliseconds = 15_000) {
  return expect.poll(read, { timeout: milliseconds, interval: 20 });
}
