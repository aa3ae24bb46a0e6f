import { describe, expect, it, vi } from "vitest";
import { decodeFrame } from "../../../src/protocol/messages";
import { decodeData } from "../../../src/protocol/payload";
import { contextOf, decodeOne } from "../../support/decode";
import { recorded, recordedFrames, recordings } from "./recorded";

const CHANNEL = {
  kind: "channel",
  userId: 0,
  history: false,
  marker: undefined,
  uuid: undefined,
} as const;

const PRESENCE = [
  { user_id: 12, uuid: "u12-0000000000000000000000000000" },
  { user_id: 0, uuid: "a-000000000000000000000000000000" },
];

describe("recorded frames", () => {
  it.each(recordings)("of $file are all understood", ({ file }) => {
    const frames = recordedFrames.filter(({ id }) => id.startsWith(file.replace(".json", ":")));
    expect(frames.length).toBeGreaterThan(0);
    for (const { id, text, channels } of frames)
      expect(decodeOne(text, contextOf(channels)), id).not.toHaveProperty("kind", "ignored");
  });

  it.each([
    ["handshake.v4.08:0", false, ""],
    ["handshake.v3.25:0", false, ""],
    ["handshake.v4.08:1", true, "hash12"],
    ["handshake.v3.25:1", true, "hash12"],
    ["handshake.v4.08:5", true, "bdee06e20e5c8011f108f30002fc0000"],
  ])("%s tells that authorized is %s", (id, authorized, userKey) => {
    const { text } = recorded(id);
    const { message_send_time: time } = JSON.parse(text) as { message_send_time: number };
    expect(time).toBeGreaterThan(1_700_000_000);
    const info = { kind: "info", authorized, userKey, legacy: false, time, text };
    expect(decodeOne(text)).toEqual(info);
  });

  it.each(["4.08", "3.25"])("of %s give the channel, the event and the sender", (version) => {
    const [first, , second] = recordedFrames
      .filter(({ id }) => id.startsWith(`publish-from-js.v${version}`))
      .slice(2);
    const base = { ...CHANNEL, channel: "web_chat", event: "msg", userId: 12 };
    expect(decodeOne(first?.text ?? "")).toMatchObject({ ...base, text: first?.text });
    expect(decodeOne(second?.text ?? "")).toMatchObject({ ...base, data: '\\"plain string\\"' });
  });

  it.each([
    ["publish-from-js.v4.08:18", "web_chat", "undefined", 12],
    ["publish-from-js.v4.08:20", "web_chat", "msg", 0],
    ["publish-from-js.v3.25:20", "web_chat", "msg", 0],
    ["publish-from-js.v4.08:22", "webauth_chat", "msg", 12],
    ["user-status.v4.08:2", "user_status_601", "online", 0],
    ["user-status.v3.25:2", "user_status_602", "online", 0],
    ["private.v4.08:2", "private_room", "ev", 0],
    ["publish-from-cometql.v4.08:12", "plain", "", 0],
    ["publish-from-cometql.v4.08:13", "msg", "event1", 0],
    ["publish-from-cometql.v3.25:15", "msg", "", 0],
  ])("%s is a message on %s, event %j, from user %i", (id, channel, event, userId) => {
    expect(decodeOne(recorded(id).text)).toMatchObject({ ...CHANNEL, channel, event, userId });
  });

  it.each(["4.08", "3.25"])("of %s tell what comes from a log or a queue", (version) => {
    const replayed = recordedFrames.filter(
      ({ id, text }) => id.includes(`v${version}`) && text.includes('"fromQueue":true'),
    );
    expect(replayed).toHaveLength(8);
    for (const { text } of replayed) expect(decodeOne(text)).toMatchObject({ history: true });
    const [log] = replayed;
    expect(decodeOne(log?.text ?? "")).toMatchObject({
      event: "m2",
      userId: 12,
      marker: undefined,
    });
  });

  it.each([
    ["queries.v4.08:6", "_answer_pipe_count", "user_in_pipe", ["user_in_pipe", 1]],
    ["queries.v3.25:6", "_answer_pipe_count", "user_in_pipe", ["user_in_pipe", 1]],
    ["queries.v4.08:10", "_answer", "answer", { user_data: "", user_id: 999 }],
    ["queries.v3.25:10", "_answer", "answer", { user_data: "", user_id: 999 }],
    ["track.v4.08:3", "_answer", "answer", PRESENCE],
    ["track.v3.25:3", "_answer", "answer", PRESENCE],
  ])("%s is an answer on %s", (id, channel, event, data) => {
    const message = decodeOne(recorded(id).text);
    expect(message).toMatchObject({
      kind: "answer",
      channel,
      event,
      marker: "marker0123456789abcdef",
    });
    expect(message.kind === "answer" && decodeData(message.data)).toEqual(data);
  });

  it.each(["4.08", "3.25"])("of %s give the delivery report", (version) => {
    const message = decodeOne(recorded(`publish-from-js.v${version}:5`).text);
    expect(message).toMatchObject({ kind: "report", channel: "_answer_to_web_chat" });
    expect(message.kind === "report" && decodeData(message.data)).toEqual({
      message: '\\"plain string\\"',
      number_messages: version === "4.08" ? 0 : 1,
    });
  });

  it.each([
    ["limits.v4.08:2", "Too many letters"],
    ["limits.v3.25:2", "Too many letters"],
    ["queries.v4.08:8", "[pipe_count] Invalid channel name. The channel should start with web_"],
    ["queries.v3.25:8", "[pipe_count] Invalid channel name. The channel should start with web_"],
  ])("%s is a refusal: %s", (id, reason) => {
    expect(decodeOne(recorded(id).text)).toMatchObject({ kind: "refusal", channel: "sys", reason });
  });

  it.each([
    ["handshake-errors.v4.08:0", 401, "the user ID can not be found"],
    ["handshake-errors.v4.08:2", 406, "no public key found [1]"],
    ["handshake-errors.v3.25:3", 418, "Not assigned client api version"],
  ])("%s ends it all with %i", (id, code, reason) => {
    const invalid = `Error code ${code}(Invalid request`;
    expect(decodeOne(recorded(id).text)).toEqual({
      kind: "fatal",
      code,
      reason: `${invalid}${code === 418 ? "" : ","} ${reason})`,
    });
  });
});

describe("older servers", () => {
  it.each(["true", "false"])('are known by `authorized:"%s"`', (authorized) => {
    const text = JSON.stringify({ authorized, data: "key", event_name: "serverInfo" });
    expect(decodeOne(text)).toEqual({
      kind: "info",
      authorized: authorized === "true",
      userKey: "key",
      legacy: true,
      time: 0,
      text,
    });
  });

  it.each([
    ["the channel is missing", '{"data":"x","event_name":"e"}'],
    ["the receiver is named", '{"SendToUser":12,"data":"x","event_name":"e","pipe":"web_x"}'],
  ])("mean a private message where %s", (_, text) => {
    expect(decodeOne(text)).toMatchObject({ channel: "msg", event: "e", data: "x" });
  });

  it("write the sender in front of the text", () => {
    const text = JSON.stringify({ data: 'A::12;{\\"a\\":\n1}', event_name: "e", pipe: "web_x" });
    const legacy = decodeOne(text, contextOf([], true));
    expect(legacy).toMatchObject({ userId: 12, data: '{\\"a\\":\n1}' });
    expect(decodeOne(text)).toMatchObject({ userId: 0, data: 'A::12;{\\"a\\":\n1}' });
    const anonymous = decodeOne('{"data":"A::0;","pipe":"web_x"}', contextOf([], true));
    expect(anonymous).toMatchObject({ userId: 0, data: "" });
    const other = decodeOne('{"data":"to A::12;x","pipe":"web_x"}', contextOf([], true));
    expect(other).toMatchObject({ userId: 0, data: "to A::12;x" });
  });

  it("begin with the authorisation, which tells how to read the rest of the same frame", () => {
    const info = '{"authorized":"true","data":"key","pipe":"sys"}';
    const text = [info, '{"data":"A::12;x","event_name":"e","pipe":"web_x"}'].join("\n");
    expect(decodeFrame(text, contextOf([], false))).toMatchObject([
      { kind: "info", legacy: true, text: info },
      { kind: "channel", userId: 12, data: "x" },
    ]);
  });

  it("put several messages into one frame, of which a broken one does not spoil the others", () => {
    const lines = [
      '{"data":1,"pipe":"web_a"}',
      "",
      '{"data":2,"pi',
      '{"data":3,"pipe":"web_c"}',
      "",
    ];
    const messages = decodeFrame(lines.join("\n"), contextOf([]));
    expect(messages).toMatchObject([
      { channel: "web_a", data: 1, text: lines[0] },
      { kind: "ignored" },
      { channel: "web_c", data: 3, text: lines[3] },
    ]);
  });

  it("mark what is replayed as history", () => {
    expect(decodeOne('{"data":1,"history":true,"pipe":"a"}')).toMatchObject({ history: true });
  });

  it.each([
    ['{"error":401,"data":"no key"}', { kind: "fatal", code: 401, reason: "no key" }],
    ['{"error":"406","data":{}}', { kind: "fatal", code: 406, reason: "" }],
    ['{"error":400,"data":"x","pipe":"web_x"}', { kind: "channel", channel: "web_x" }],
    ['{"error":"","data":"x","pipe":"web_x"}', { kind: "channel", channel: "web_x" }],
  ])("end the connection by an error above 400: %s", (text, expected) => {
    expect(decodeOne(text)).toMatchObject(expected);
  });

  it("do not run code in the page", () => {
    const spy = vi.fn();
    vi.stubGlobal("attack", spy);
    const text = JSON.stringify({ jscode: "attack()", data: "x", pipe: "web_x" });
    expect(decodeOne(text, contextOf([], true))).toEqual({
      kind: "ignored",
      reason: "code sent by the server",
    });
    expect(spy).not.toHaveBeenCalled();
    vi.unstubAllGlobals();
  });
});

describe("messages", () => {
  it("have an id where the server gives one, and the event under its older name", () => {
    const text = '{"data":"","event_name":"old","marker":"m","pipe":"web_x","uuid":"u1"}';
    expect(decodeOne(text)).toEqual({
      ...CHANNEL,
      channel: "web_x",
      event: "old",
      data: "",
      marker: "m",
      uuid: "u1",
      time: 0,
      text,
    });
  });

  it.each([
    ['{"event":"error","pipe":"web_x","data":{"error_code":401}}', "channel"],
    ['{"event":"note","pipe":"sys","data":{"error_code":401}}', "channel"],
    ['{"event":"error","pipe":"sys","data":"no object"}', "refusal"],
    ['{"event":"error","pipe":"sys","data":null}', "refusal"],
    ['{"event":"error","pipe":"sys","data":{"error_code":400}}', "refusal"],
    ['{"event":"answer","pipe":"_answer","data":1}', "channel"],
    ['{"event":"answer","pipe":"web_answer","marker":"m","data":1}', "channel"],
    ['{"event":"answer","pipe":"_answer_to_web_x","marker":"m","data":1}', "report"],
  ])("%s is of the kind %s", (text, kind) => {
    expect(decodeOne(text)).toHaveProperty("kind", kind);
  });

  it.each([
    ["{}", { channel: "msg", event: "", userId: 0, data: undefined }],
    ['{"pipe":7,"event":{},"user_id":[12],"data":null}', { channel: "7", event: "", userId: 0 }],
    ['{"pipe":{"toString":1},"user_id":"12","marker":[]}', { channel: "msg", userId: 12 }],
    ['{"user_id":"abc","fromQueue":0,"pipe":""}', { channel: "msg", userId: 0, history: false }],
  ])("of a strange shape are messages still: %s", (text, expected) => {
    expect(decodeOne(text)).toMatchObject({ ...CHANNEL, ...expected });
  });

  it.each(["", " ", "null", "12", '"{}"', "[]", '[{"pipe":"web_x"}]', "{", "\0", "\n\n", "�"])(
    "that are no JSON object are ignored: %j",
    (text) => {
      expect(decodeOne(text)).toEqual({
        kind: "ignored",
        reason: "a frame that is no JSON",
      });
    },
  );
});
