/** Messages of an absent user's queue that come before the page has a listener for them. */
import { describe, expect, it, vi } from "vitest";
import { nextTask } from "../../../src/platform/tasks";
import { messageOf } from "../../support/decode";
import { newRegistry, onDuty } from "./registry";

const queued = (data: string) => messageOf({ event: "e", data, fromQueue: true });

describe("the queue before its first listener", () => {
  it("is kept for the first listener, in order, and given to it alone", async () => {
    const { registry } = newRegistry();
    registry.add("web_a", () => undefined);
    for (const data of ["one", "two"]) registry.dispatch(queued(data), onDuty);
    registry.dispatch(messageOf({ event: "e", data: "live" }), onDuty);
    const first = vi.fn();
    const second = vi.fn();
    registry.add("msg.other", vi.fn());
    registry.add("msg.e", first);
    registry.add("msg", second);
    expect(first).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(first).toHaveBeenCalledTimes(2));
    expect(first.mock.calls.map(([{ data }]) => data)).toEqual(["one", "two"]);
    expect(second).not.toHaveBeenCalled();
  });

  it("keeps the last hundred messages, and says that older ones are dropped", async () => {
    const { registry, onLost } = newRegistry();
    for (let i = 0; i < 100; i++) registry.dispatch(queued(`text ${i}`), onDuty);
    expect(onLost).not.toHaveBeenCalled();
    registry.dispatch(queued("text 100"), onDuty);
    expect(onLost).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/over 100 .* dropped/));
    const heard = vi.fn();
    registry.add("msg", heard);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(100));
    expect(heard.mock.calls[0]?.[0].data).toBe("text 1");
  });

  it("is given neither to the next visitor nor to a listener that has left", async () => {
    const { registry } = newRegistry();
    registry.dispatch(queued("for the one who was here"), onDuty);
    registry.forgetEarly();
    registry.dispatch(queued("for nobody"), onDuty);
    const left = vi.fn();
    registry.remove(registry.add("msg", left));
    const next = vi.fn();
    registry.add("msg", next);
    registry.dispatch(queued("for the next one"), onDuty);
    for (let task = 0; task < 3; task++) await new Promise<void>(nextTask);
    expect(next.mock.calls.map(([{ data }]) => data)).toEqual(["for the next one"]);
    expect(left).not.toHaveBeenCalled();
  });
});
