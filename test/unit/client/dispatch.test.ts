import { afterEach, describe, expect, it, vi } from "vitest";
import { RecentIds } from "../../../src/platform/recent-ids";
import { COPY_ID } from "../../../src/protocol/wire-fields";
import { newRegistry, onChannel, onDuty } from "./registry";

describe("the dispatch of a message", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("gives each listener an object of its own", () => {
    const { registry } = newRegistry();
    registry.add("web_a", ({ data, server_info }) => {
      data.list.push("changed");
      data.own = true;
      server_info.user_id = 99;
    });
    const second = vi.fn();
    registry.add("web_a", second);
    for (const data of ['{"list":[1]}', { list: [1] }]) {
      registry.dispatch(onChannel("web_a", "ev", data), onDuty);
      expect(second).toHaveBeenLastCalledWith({
        data: { list: [1] },
        server_info: {
          user_id: 3,
          pipe: "web_a",
          event: "ev",
          history: false,
          marker: undefined,
          uuid: undefined,
        },
      });
    }
  });

  it("goes on after a listener that throws, and reports the error as uncaught", () => {
    vi.useFakeTimers();
    const { registry } = newRegistry();
    registry.add("web_a", () => {
      throw new Error("from the page");
    });
    const second = vi.fn();
    registry.add("web_a", second);
    registry.dispatch(onChannel("web_a", "x"), onDuty);
    expect(second).toHaveBeenCalledTimes(1);
    expect(() => vi.runAllTimers()).toThrow("from the page");
  });

  it("leaves out listeners that come or go meanwhile", () => {
    const { registry } = newRegistry();
    const heard: string[] = [];
    registry.add("web_a", () => {
      heard.push("first");
      registry.remove(second);
      registry.add("web_a", () => heard.push("new"));
    });
    const second = registry.add("web_a", () => heard.push("second"));
    registry.add("web_a", () => heard.push("third"));
    registry.dispatch(onChannel("web_a", "x"), onDuty);
    expect(heard).toEqual(["first", "third"]);
  });

  it("calls a listener once for the copies of a message, without their mark, and once more for a log's", () => {
    const { registry } = newRegistry();
    const heard = vi.fn();
    registry.add("web_a", heard);
    const copy = onChannel("web_a", "x", '{"n":1,"_cometApi_uuid":"id"}');
    for (let i = 0; i < 3; i++) registry.dispatch(copy, onDuty);
    expect(heard.mock.calls.map(([{ data }]) => data)).toEqual([{ n: 1 }]);
    const replay = new RecentIds();
    for (let i = 0; i < 3; i++) registry.dispatch(copy, onDuty, replay);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it("calls a listener for a later copy if nobody listened to the first", () => {
    const { registry } = newRegistry();
    registry.add("web_a");
    const copy = onChannel("web_a", "x", '{"n":1,"_cometApi_uuid":"id"}');
    registry.dispatch(copy, onDuty);
    const heard = vi.fn();
    registry.add("web_a", heard);
    registry.dispatch(copy, onDuty);
    registry.dispatch(copy, onDuty);
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it("calls a function once that addOnce() was given twice for a channel", () => {
    const { registry } = newRegistry();
    const heard = vi.fn();
    registry.addOnce("web_a", heard);
    registry.addOnce("web_a", heard);
    registry.add("web_b.other", heard);
    registry.addOnce("web_b", heard);
    registry.dispatch(onChannel("web_a", "x"), onDuty);
    registry.dispatch(onChannel("web_b", "x"), onDuty);
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it("leaves listeners that run once per browser to the turn of their key", () => {
    const { registry, onChange } = newRegistry();
    const calls: string[] = [];
    const hear = (name: string) => () => void calls.push(name);
    registry.add("web_a", hear("plain"));
    for (const [key, name] of [
      ["web_a", "first"],
      ["web_a.ev", "other"],
      ["web_a", "second"],
    ] as const)
      registry.add(key, hear(name), null, true);
    expect(onChange).toHaveBeenLastCalledWith(["web_a"], false, ["web_a", "web_a.ev"]);
    const turns = new Map<string, () => void>();
    registry.dispatch(onChannel("web_a", "ev"), (key, run) => turns.set(key, run));
    expect([calls.splice(0), [...turns.keys()]]).toEqual([["plain"], ["web_a", "web_a.ev"]]);
    turns.get("web_a")?.();
    expect(calls).toEqual(["first", "second"]);
  });

  it("takes only a text for the mark of a copy", () => {
    const { registry } = newRegistry();
    const heard = vi.fn();
    registry.add("web_a", heard);
    for (let n = 0; n < 2; n++)
      registry.dispatch(onChannel("web_a", "ev", { [COPY_ID]: 7 }), onDuty);
    expect(heard).toHaveBeenCalledTimes(2);
  });
});
