import { describe, expect, it } from "vitest";
import { CometError } from "../../../src/api/errors";
import { channelName, isLocal, parseKey, reportChannel } from "../../../src/protocol/channel-key";
import { errorOf } from "./error-of";

const LONGEST = "aZ09_-".padEnd(63, "x");

describe("a subscription key", () => {
  it.each([
    ["", undefined, undefined],
    ["web_chat", "web_chat", undefined],
    ["web_chat.msg", "web_chat", "msg"],
    ["web_chat.", "web_chat", undefined],
    ["web_chat.a.b", "web_chat", "a.b"],
    ["web_chat.a b\nc", "web_chat", "a b\nc"],
    ["@web_chat.msg", "web_chat", "msg"],
    ["msg", "msg", undefined],
    ["msg.event1", "msg", "event1"],
    ["sys.error", "sys", "error"],
    ["#web_chat", "_answer_to_web_chat", undefined],
    ["#@web_chat", "_answer_to_web_chat", undefined],
    ["#web_chat.answer", "_answer_to_web_chat", "answer"],
    ["answer_to_web_chat", "_answer_to_web_chat", undefined],
    ["_answer_to_web_chat", "_answer_to_web_chat", undefined],
    ["_answer_to_web_chat.answer", "_answer_to_web_chat", "answer"],
    ["user_status_12.online", "user_status_12", "online"],
    ["track_x.subscription", "track_x", "subscription"],
    ["ab", "ab", undefined],
    [LONGEST, LONGEST, undefined],
    [`#${LONGEST}.ev`, `_answer_to_${LONGEST}`, "ev"],
    [`_answer_to_${LONGEST}`, `_answer_to_${LONGEST}`, undefined],
  ])("%j is read as a channel and an event", (key, channel, event) => {
    expect(parseKey(key)).toStrictEqual({ channel, event });
  });

  it.each([
    ...["a", "#a", "#", "@", ".ev", "##web_a", "@@web_a", "@#web_a", "web a", "wéb", `${LONGEST}x`],
    ...[`#${LONGEST}x`, "web_a\nweb_b", "web_a\0", "web_a\r.ev", " web_a", "web_a#", "*"],
    ...[undefined, null, 12, {}, ["web_a"], Object.create(null)],
  ])("%j is refused, with the key and the rule", (key) => {
    const error = errorOf(() => parseKey(key));
    expect(error).toMatchObject({ code: "argument", value: key });
    const { message } = error;
    expect(message).toMatch(/^Bad subscription key .*: .*2 to 63 characters out of A-Z/s);
    if (typeof key === "string") expect(message).toContain(`"${key}"`);
  });
});

it("a channel name is what the server takes, without a prefix", () => {
  for (const name of ["ab", "web_chat", "-_", "09", LONGEST]) expect(channelName(name)).toBe(name);
  for (const name of ["a", "#web_a", "@web_a", "web_a.ev", `${LONGEST}x`, "ab\n", "a\nb", "", 12])
    expect(() => channelName(name)).toThrow(CometError);
});

it("the channel of delivery reports has the name of the channel in it", () => {
  expect(reportChannel("web_chat")).toBe("_answer_to_web_chat");
  expect(reportChannel("@web_chat")).toBe("_answer_to_web_chat");
});

it("the server's own channels need no subscription, all others do", () => {
  for (const name of ["msg", "sys", "_answer", "_answer_to_web_chat", "_answer_pipe_count"])
    expect(isLocal(name), name).toBe(true);
  for (const name of ["msgs", "system", "web_msg", "a_answer", "answer_to_x", "web_chat", "MSG"])
    expect(isLocal(name), name).toBe(false);
});
