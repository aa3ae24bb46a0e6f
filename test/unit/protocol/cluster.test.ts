import { describe, expect, it } from "vitest";
import { areCopies, isPresence, originOf } from "../../../src/protocol/cluster";
import { isPresenceOf, type FrameMessage } from "../../../src/protocol/messages";
import { decodeOne, messageOf } from "../../support/decode";
import { readClusterRecording } from "../../support/recordings";

const { steps } = readClusterRecording();

/** What the connections of a node were told on a channel. */
function told(node: "A" | "B", channel: string): FrameMessage[] {
  const frames = steps.flatMap(({ conn, recv }) =>
    recv !== undefined && conn?.startsWith(node.toLowerCase()) ? [decodeOne(recv)] : [],
  );
  return frames.filter((each) => "channel" in each && each.channel === channel) as FrameMessage[];
}

describe("a presence event", () => {
  it.each([
    ["track_k", "subscription"],
    ["track_k", "unsubscription"],
    ["user_status_12", "online"],
    ["user_status_12", "offline"],
  ])("of %s is %s", (pipe, event) => {
    expect(isPresence(messageOf({ pipe, event }))).toBe(true);
  });

  it.each([
    ["track_k", ["", "online", "resubscription", "subscriptions", "Subscription"]],
    ["user_status_12", ["", "subscription", "line", "inline", "go_online", "offliner"]],
    ["web_k", ["subscription", "unsubscription", "online", "offline"]],
    ["web_track_", ["subscription", "unsubscription"]],
    ["web_user_status_", ["online", "offline"]],
  ])("of %s is none of the events %j, which a back end may write", (pipe, events) => {
    for (const event of events) expect(isPresence(messageOf({ pipe, event })), event).toBe(false);
  });

  it("of either recorded node is read in one form, though the other node tells it as a text", () => {
    const events = [...told("A", "track_k"), ...told("B", "track_k")];
    const origins = events.map((event) => originOf(event));
    expect(origins.filter((origin) => origin === "here").length).toBeGreaterThan(2);
    expect(origins.filter((origin) => origin === "elsewhere").length).toBeGreaterThan(2);
    for (const { data } of events)
      expect(data).toEqual({ user_id: expect.any(Number), uuid: expect.stringMatching(/^[ab]\d/) });
  });

  it.each([
    ['{"user_id":"12","uuid":"u"', { user_id: 12, uuid: "u" }],
    ['{"user_id":"12","uuid":"u"}', { user_id: 12, uuid: "u" }],
    ['{"user_id":{},"uuid":7}', { user_id: 0, uuid: "7" }],
    ['{"user_id":"12"', '{"user_id":"12"'],
    ['{"user_id":"12"}', '{"user_id":"12"}'],
    ['{"user_id":"12","uuid":"u', '{"user_id":"12","uuid":"u'],
    ['["uuid"]', '["uuid"]'],
    ["", ""],
    [
      { user_id: "12", uuid: "u", more: 1 },
      { user_id: "12", uuid: "u", more: 1 },
    ],
    [null, null],
  ])("with the data %j is read as %j", (data, expected) => {
    expect(messageOf({ pipe: "track_k", event: "subscription", data }).data).toEqual(expected);
  });

  it.each(["web_k", "web_track_", "msg"])("is not looked for in the texts on %s", (pipe) => {
    const text = '{"user_id":"12","uuid":"u"';
    expect(messageOf({ pipe, event: "subscription", data: text }).data).toBe(text);
  });
});

describe("the visitor of this browser", () => {
  const isOwn = (frame: object) => isPresenceOf(decodeOne(JSON.stringify(frame)), "u1", 12);

  it("is known by user and browser, on every node, whether he comes or leaves", () => {
    const [atHome, away] = [{ user_id: 12, uuid: "u1" }, '{"user_id":"12","uuid":"u1"'];
    for (const event of ["subscription", "unsubscription"])
      for (const data of [atHome, away]) expect(isOwn({ pipe: "track_k", event, data })).toBe(true);
  });

  it.each([
    ["another browser of the user", { pipe: "track_k", data: { user_id: 12, uuid: "u2" } }],
    ["another user of the browser", { pipe: "track_k", data: { user_id: 13, uuid: "u1" } }],
    ["nobody", { pipe: "track_k", data: "text" }],
    ["no data at all", { pipe: "track_k" }],
    ["a visitor of another channel", { pipe: "web_track_", data: { user_id: 12, uuid: "u1" } }],
    ["an answer", { pipe: "_answer", marker: "m", data: { user_id: 12, uuid: "u1" } }],
    ["the handshake", { authorized: true, data: "key", pipe: "sys" }],
  ])("is not meant by %s", (_, frame) => {
    expect(isOwn(frame)).toBe(false);
  });
});

describe("the origin of a message", () => {
  it.each([
    ["here", { data: "1", pipe: "web_k", user_id: 12 }],
    ["here", { data: "1", pipe: "web_k", user_id: 0 }],
    ["unknown", { data: "1", pipe: "web_k" }],
    ["unknown", { data: '{"user_id":12}', pipe: "web_k" }],
    ["unknown", { data: '{\\"user_id\\":12}', pipe: "web_k" }],
    ["here", { data: "1", pipe: "web_track_", user_id: 12 }],
    ["unknown", { data: "1", message_send_time: 7, pipe: "web_user_status_" }],
    ["here", { data: { user_id: 12, uuid: "u" }, event: "subscription", pipe: "track_k" }],
    ["here", { data: { last: { data: "x" } }, event: "subscription", pipe: "track_k" }],
    ["elsewhere", { data: '{"user_id":"12","uuid":"u"', pipe: "track_k" }],
    ["here", { data: "online", event: "online", pipe: "user_status_12" }],
    ["elsewhere", { data: "offline", message_send_time: 7, pipe: "user_status_12" }],
  ])("is %s for %j", (origin, frame) => {
    expect(originOf(messageOf(frame))).toBe(origin);
  });

  it("is the node of the publisher in the recording, where the other node names none", () => {
    const ofText = (letter: string, node: "A" | "B") =>
      told(node, "web_k").flatMap((each) =>
        String(each.data).includes(`\\"${letter}\\`) ? [originOf(each)] : [],
      );
    expect([ofText("x", "A"), ofText("x", "B")]).toEqual([["here"], ["unknown", "unknown"]]);
    expect([ofText("y", "A"), ofText("y", "B")]).toEqual([["unknown", "unknown"], ["here"]]);
  });

  it("is another node for the recorded end of a user whom this node still has", () => {
    expect(told("B", "user_status_12").map(originOf)).toEqual(["elsewhere"]);
  });
});

describe("two messages of equal content", () => {
  const facts = (userId: number, time: number) => ({ userId, time });

  it.each([
    ["of one sender and second", facts(12, 100), facts(12, 100), [true, true]],
    ["one second apart", facts(12, 100), facts(12, 101), [false, true]],
    ["two seconds apart", facts(12, 100), facts(12, 102), [false, false]],
    ["of which one has no time", facts(12, 0), facts(12, 102), [true, true]],
    ["of which one has no sender", facts(12, 100), facts(0, 100), [false, true]],
    ["of an anonymous sender", facts(0, 100), facts(0, 100), [true, true]],
    ["of two senders", facts(12, 100), facts(13, 100), [false, false]],
  ])("%s can be copies of one as one node or two nodes tell them", (_, one, other, expected) => {
    expect([1, 2].map((nodes) => areCopies(one, other, nodes))).toEqual(expected);
    expect([1, 2].map((nodes) => areCopies(other, one, nodes))).toEqual(expected);
  });
});
