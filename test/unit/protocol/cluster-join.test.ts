import { describe, expect, it } from "vitest";
import { joinLogs, joinUsers } from "../../../src/protocol/cluster";
import type { ChannelMessage, FrameMessage } from "../../../src/protocol/messages";
import { decodeOne, messageOf } from "../../support/decode";
import { readClusterRecording } from "../../support/recordings";

const { steps } = readClusterRecording();

/** What a connection in the recording received that satisfies a condition. */
const received = (conn: string, is: (text: string) => boolean) =>
  steps.flatMap((step) =>
    step.conn === conn && step.recv !== undefined && is(step.recv)
      ? [decodeOne(step.recv) as FrameMessage]
      : [],
  );

describe("the joined list of users", () => {
  const answer = (data: unknown) =>
    messageOf({ data, event: "answer", marker: "m", message_send_time: 7, pipe: "_answer" });
  const user = (user_id: unknown, uuid: unknown) => ({ user_id, uuid });

  /** The users as the page of this tab, and one that gets the text, sees them. */
  function usersIn(...lists: unknown[]): unknown {
    const joined = joinUsers(lists.map(answer));
    expect(decodeOne(joined?.text ?? "")).toMatchObject({
      ...{ kind: "answer", channel: "_answer", event: "answer", marker: "m" },
      data: joined?.data,
    });
    return joined?.data;
  }

  it("has everybody whom the two recorded nodes list", () => {
    const answers = ["a1", "b1"].flatMap((conn) =>
      received(conn, (text) => text.includes("answer for track_pipe_users")),
    );
    expect(answers).toHaveLength(2);
    const joined = joinUsers(answers);
    expect(joined).toMatchObject({ kind: "answer", marker: "marker0123456789abcdef" });
    const users = joined?.data as { uuid: string }[];
    expect(users.map(({ uuid }) => uuid.split("-")[0])).toEqual(["a12", "a1", "b12", "b1"]);
  });

  it("is nothing without an answer, and the only answer as it is", () => {
    expect(joinUsers([])).toBeUndefined();
    const only = answer([user(12, "u"), user(12, "u")]);
    expect(joinUsers([only])).toBe(only);
  });

  it("has each browser of each user once, whatever types a node writes", () => {
    const [one, other, third] = [user(12, "u1"), user(13, "u1"), user(12, "u2")];
    expect(usersIn([one, other], [one, third])).toEqual([one, other, third]);
    expect(usersIn([user("12", 1)], [user(12, "1")])).toEqual([user(12, "1")]);
    expect(usersIn(JSON.stringify([one]), [other])).toEqual([one, other]);
  });

  it.each([null, "text", 7, {}, []])("has the users of the others if a node answers %j", (data) => {
    expect(usersIn(data, [user(12, "u")])).toEqual([user(12, "u")]);
    expect(usersIn([user(12, "u")], data)).toEqual([user(12, "u")]);
  });

  it("takes what is no user for one without a name", () => {
    expect(usersIn([null, "x"], [user(12, "u")])).toHaveLength(2);
  });
});

describe("the joined log", () => {
  /** `text@time userId`, with a sender only where it is known. */
  function logOf(...entries: string[]): readonly ChannelMessage[] {
    const messages = entries.map((entry) => {
      const [, data, time, user_id] = /^(\w+)@(\d+) ?(\d*)$/.exec(entry) ?? [];
      const frame = { data, event: "ev", message_send_time: Number(time), pipe: "web_k", user_id };
      return messageOf(frame) as ChannelMessage;
    });
    return Object.freeze(messages);
  }
  const shown = (log: readonly ChannelMessage[]) =>
    log.map(({ data, time, userId }) => `${String(data)}@${time} ${userId || ""}`.trim());
  const joined = (...logs: string[][]) => shown(joinLogs(logs.map((log) => logOf(...log))));

  it("of the two recorded nodes has the message once, with its sender", () => {
    const logs = ["a1", "b1"].map((conn) =>
      received(conn, (text) => text.includes('"fromQueue":true')),
    ) as ChannelMessage[][];
    expect(logs.map((log) => log.map(({ userId }) => userId))).toEqual([[12], [0]]);
    for (const order of [logs, [...logs].reverse()]) {
      expect(joinLogs(order)).toHaveLength(1);
      expect(joinLogs(order)).toMatchObject([{ kind: "channel", channel: "web_kl", userId: 12 }]);
    }
  });

  it.each<[string, string[][], string[]]>([
    ["is empty without logs", [], []],
    ["is empty if all are", [[], []], []],
    ["is the only log", [["a@1", "a@1"]], ["a@1", "a@1"]],
    ["has what one node lacks", [[], ["a@1 12"], ["b@1"]], ["a@1 12", "b@1"]],
    ["has what all know once", [["a@1", "b@1"], ["a@1", "b@1"], ["b@1"]], ["a@1", "b@1"]],
    ["has the sender that the first knows", [["a@1 12"], ["a@1"]], ["a@1 12"]],
    ["has the sender that another knows", [["b@1", "a@1"], ["a@1 12"]], ["b@1", "a@1 12"]],
    ["has equal messages of two senders", [["a@1 12"], ["a@1 13"]], ["a@1 12", "a@1 13"]],
    [
      "gives each copy its own sender",
      [
        ["a@1 12", "a@1"],
        ["a@1", "a@1 13"],
      ],
      ["a@1 12", "a@1 13"],
    ],
    ["counts equal messages", [["a@1"], ["a@1", "a@1"], ["a@1"]], ["a@1", "a@1"]],
    ["has one of two clocks a second apart", [["a@5 12"], ["a@6"]], ["a@5 12"]],
    ["has both if the clocks are further apart", [["a@7"], ["a@5"]], ["a@5", "a@7"]],
    [
      "is in the order of time",
      [
        ["b@3", "d@9"],
        ["a@1", "c@6"],
      ],
      ["a@1", "b@3", "c@6", "d@9"],
    ],
    ["keeps the order in a second", [["b@3", "a@3"], ["c@3"]], ["b@3", "a@3", "c@3"]],
  ])("%s: %j", (_, logs, expected) => {
    expect(joined(...logs)).toEqual(expected);
  });

  it("has what was published as a text and as a number as two messages", () => {
    expect(
      joinLogs([
        [messageOf({ data: '"1"', pipe: "web_k" }) as ChannelMessage],
        [messageOf({ data: "1", pipe: "web_k" }) as ChannelMessage],
      ]),
    ).toHaveLength(2);
  });
});
