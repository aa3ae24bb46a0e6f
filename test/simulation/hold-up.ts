import { vi } from "vitest";
import type * as page from "../../src/platform/page";

/** Pages that are loaded from now on do not block themselves: time stands still in a task. */
export function mockHoldUp(): void {
  vi.doMock("../../src/platform/page", async (original) => ({
    ...(await original<typeof page>()),
    holdUp: () => undefined,
  }));
}
