import { afterEach, expect, it, vi } from "vitest";
import { nextTask } from "../../src/platform/tasks";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("a task runs once", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const task = vi.fn();
  nextTask(task);
  await vi.waitUntil(() => task.mock.calls.length > 0);
  vi.runAllTimers();
  expect(task).toHaveBeenCalledTimes(1);
});

it("a task whose message is lost runs all the same, once", () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const port = { close: vi.fn(), postMessage: () => undefined };
  vi.stubGlobal(
    "MessageChannel",
    class {
      port1 = port;
      port2 = port;
    },
  );
  const task = vi.fn();
  nextTask(task);
  vi.runAllTimers();
  expect(task).toHaveBeenCalledTimes(1);
  // What is on its way comes no more.
  expect(port.close).toHaveBeenCalled();
});
