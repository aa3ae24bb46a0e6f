/** Which channels and events a listener is for, and which channels the server is asked for. */
import { describe, expect, it, vi } from "vitest";
import { newRegistry, onChannel, onDuty } from "./registry";

describe("a subscription key", () => {
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
  ])("%j hears the events %j", (key, expected) => {
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

  it("is refused with its value and the rule if it is bad, and changes nothing", () => {
    const { registry, onChange } = newRegistry();
    for (const key of ["web chat", "web_a\nb", "  ", null])
      expect(() => registry.add(key, () => undefined)).toThrow(
        /^Bad subscription key .*: it has 2 to 63/,
      );
    expect(() => registry.add("web_a", "callback" as never)).toThrow(/^Bad callback "callback"/);
    expect(onChange).not.toHaveBeenCalled();
  });
});

describe("the registry", () => {
  it("asks for each channel once that a listener needs, and not for those that need no asking", () => {
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
  ])("tells whether the listeners of %j hear private messages: %j", (keys, isPrivate) => {
    const { registry, onChange } = newRegistry();
    for (const key of [keys].flat()) registry.add(key, () => undefined);
    expect(onChange.mock.lastCall?.[1]).toBe(isPrivate);
  });

  it("takes 320 channels at most", () => {
    const { registry, onChange } = newRegistry();
    registry.add(Array.from({ length: 320 }, (_, i) => `web_${i}`).join("\n"));
    expect(() => registry.add("web_one_more")).toThrow(/"web_one_more": at most 320 channels/);
    registry.add("web_31.event");
    expect(onChange.mock.lastCall?.[0]).toHaveLength(320);
  });

  it("leaves all channels on clear()", () => {
    const { registry, onChange } = newRegistry();
    const heard = vi.fn();
    registry.add("web_a", heard);
    registry.clear();
    registry.dispatch(onChannel("web_a", "x"), onDuty);
    expect(onChange).toHaveBeenLastCalledWith([], false, []);
    expect(heard).not.toHaveBeenCalled();
  });

  it.each<[options: (boolean | undefined)[], expected: boolean | undefined]>([
    [[], undefined],
    [[undefined], undefined],
    [[true], true],
    [[false], false],
    [[false, false], false],
    [[false, undefined], undefined],
    [[false, true, undefined], true],
  ])("with subscriptions whose option recover is %j has gaps filled: %s", (options, expected) => {
    const { registry } = newRegistry();
    const ids = options.map((recover) => registry.add("web_a", undefined, { recover }));
    expect(registry.recovers("web_a")).toBe(expected);
    for (const id of ids) registry.remove(id);
    expect(registry.recovers("web_a")).toBe(undefined);
  });
});
