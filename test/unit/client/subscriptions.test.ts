import { afterEach, describe, expect, it, vi } from "vitest";
import type { Deliverable } from "../../../src/client/delivery";
import { nextTask } from "../../../src/platform/tasks";
import { decodeFrame } from "../../../src/protocol/messages";
import { RecentIds } from "../../../src/platform/recent-ids";
import { Subscriptions } from "../../../src/client/subscriptions";

const context = { legacy: false, channels: () => [] };

function message(fields: Record<string, unknown>): Deliverable {
  const [decoded] = decodeFrame(JSON.stringify(fields), context);
  return decoded as Deliverable;
}

const onChannel = (pipe: string, event: string, data: unknown = "{}") =>
  message({ pipe, event, data, user_id: 3 });

function newRegistry() {
  const onChange = vi.fn<(channels: string[], hasPrivate: boolean, duties: string[]) => void>();
  const onLost = vi.fn<(text: string) => void>();
  return { registry: new Subscriptions(onChange, onLost), onChange, onLost };
}

describe("keys", () => {
  it.each([
    ["web_chat", ["web_chat.a", "web_chat.b"]],
    ["web_chat.a", ["web_chat.a"]],
    [" web_chat.b \n\n web_other ", ["web_chat.b", "web_other.a"]],
    ["#web_chat", ["_answer_to_web_chat.answer"]],
    ["_answer_to_web_chat", ["_answer_to_web_chat.answer"]],
    ["answer_to_web_chat", ["_answer_to_web_chat.answer"]],
    ["@web_chat", ["web_chat.a", "web_chat.b"]],
    ["msg", ["msg.a"]],
    ["msg.b", []],
    ["", ["web_chat.a", "web_chat.b", "web_other.a", "_answer_to_web_chat.answer", "msg.a"]],
  ])("%j hears %j", (key, expected) => {
    const { registry } = newRegistry();
    const heard: string[] = [];
    registry.add(key, ({ server_info: { pipe, event } }) => heard.push(`${pipe}.${event}`));
    for (const [pipe, event] of [
      ["web_chat", "a"],
      ["web_chat", "b"],
      ["web_other", "a"],
      ["_answer_to_web_chat", "answer"],
      ["msg", "a"],
    ] as const)
      registry.dispatch(onChannel(pipe, event), onDuty);
    expect(heard).toEqual(expected);
  });

  it("that are bad are refused, with value and rule, and change nothing", () => {
    const { registry, onChange } = newRegistry();
    for (const key of [
      "a",
      "web chat",
      "web_чат",
      "x".repeat(64),
      ".event",
      "web_a\nb",
      "  ",
      5,
      null,
    ]) {
      expect(() => registry.add(key, () => undefined)).toThrow(
        /^Bad subscription key .*: it has 2 to 63/,
      );
    }
    expect(() => registry.add("web_a", "callback" as never)).toThrow(/^Bad callback "callback"/);
    expect(onChange).not.toHaveBeenCalled();
  });
});

/** For tests without handlers that run once per browser. */
const onDuty = () => expect.unreachable();

describe("channels", () => {
  it("are those that somebody needs, once each; some need no asking", () => {
    const { registry, onChange } = newRegistry();
    const all = registry.add("web_a.x\nweb_b\nmsg\n#web_c\nsys.error", () => undefined);
    const other = registry.add("web_a");
    expect(onChange).toHaveBeenLastCalledWith(["web_a", "web_b"], true, []);
    expect(registry.remove(all)).toBe(true);
    expect(onChange).toHaveBeenLastCalledWith(["web_a"], false, []);
    expect(registry.remove(other)).toBe(true);
    expect(onChange).toHaveBeenLastCalledWith([], false, []);
    expect(registry.remove(other)).toBe(false);
    expect(onChange).toHaveBeenCalledTimes(4);
  });

  it.each<[string | string[], boolean]>([
    ["msg", true],
    ["msg.event", true],
    ["", true],
    [["web_a", "web_b.e"], false],
  ])("are told apart from private messages: %j", (keys, isPrivate) => {
    const { registry, onChange } = newRegistry();
    for (const key of [keys].flat()) registry.add(key, () => undefined);
    expect(onChange.mock.lastCall?.[1]).toBe(isPrivate);
  });

  it("are at most 32", () => {
    const { registry, onChange } = newRegistry();
    registry.add(Array.from({ length: 32 }, (_, i) => `web_${i}`).join("\n"));
    expect(() => registry.add("web_one_more")).toThrow(/"web_one_more": at most 32 channels/);
    registry.add("web_31.event");
    expect(onChange.mock.lastCall?.[0]).toHaveLength(32);
  });

  it("are all left by clear()", () => {
    const { registry, onChange } = newRegistry();
    const heard = vi.fn();
    registry.add("web_a", heard);
    registry.clear();
    registry.dispatch(onChannel("web_a", "x"), onDuty);
    expect(onChange).toHaveBeenLastCalledWith([], false, []);
    expect(heard).not.toHaveBeenCalled();
  });
});

describe("dispatch", () => {
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

  it("is not confused by listeners that come and go meanwhile", () => {
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

  it("hears the copies of a message once, without their mark; a log has its own copies", () => {
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

  it("hears a later copy where nobody heard the first", () => {
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

  it("keeps the queue of an absent user for its first listener, in order, once", async () => {
    const { registry } = newRegistry();
    registry.add("web_a", () => undefined);
    for (const data of ["one", "two"])
      registry.dispatch(message({ pipe: "msg", event: "e", data, fromQueue: true }), onDuty);
    registry.dispatch(message({ pipe: "msg", event: "e", data: "live" }), onDuty);
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

  it("keeps the last hundred of such a queue, none for the next visitor or a listener that left", async () => {
    const { registry, onLost } = newRegistry();
    const queue = (data: string) =>
      registry.dispatch(message({ pipe: "msg", event: "e", data, fromQueue: true }), onDuty);
    for (let i = 0; i < 100; i++) queue(`text ${i}`);
    expect(onLost).not.toHaveBeenCalled();
    queue("text 100");
    expect(onLost).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/over 100 .* dropped/));
    const left = vi.fn();
    const heard = vi.fn();
    registry.add("msg", heard);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(100));
    expect(heard.mock.calls[0]?.[0].data).toBe("text 1");
    registry.clear();
    queue("for the one who was here");
    registry.forgetEarly();
    queue("x");
    registry.remove(registry.add("msg", left));
    const next = vi.fn();
    registry.add("msg", next);
    queue("mine");
    expect(next).toHaveBeenCalledTimes(1);
    for (let task = 0; task < 3; task++) await new Promise<void>(nextTask);
    expect(left).not.toHaveBeenCalled();
  });

  it("adds the same function to a channel once, where asked to", () => {
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
});
