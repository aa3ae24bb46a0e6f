import { describe, expect, it } from "vitest";
import { decodeData } from "../../../src/protocol/payload";
import { contextOf, decodeOne } from "../../support/decode";
import { recorded, recordedFrames, recordings } from "./recorded";

const CHANNEL = { kind: "channel", history: false, marker: undefined, uuid: undefined } as const;

const PRESENCE = [
  { user_id: 12, uuid: "u12-0000000000000000000000000000" },
  { user_id: 0, uuid: "a-000000000000000000000000000000" },
];

describe("a recorded frame", () => {
  it.each(recordings)("in $file is understood, like all others there", ({ file }) => {
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
  ])("%s says that authorized is %s", (id, authorized, userKey) => {
    const { text } = recorded(id);
    const { message_send_time: time } = JSON.parse(text) as { message_send_time: number };
    expect(time).toBeGreaterThan(1_700_000_000);
    const info = { kind: "info", authorized, userKey, legacy: false, time, text };
    expect(decodeOne(text)).toEqual(info);
  });

  it.each(["4.08", "3.25"])(
    "of version %s names the channel, the event and the sender",
    (version) => {
      const [first, , second] = recordedFrames
        .filter(({ id }) => id.startsWith(`publish-from-js.v${version}`))
        .slice(2);
      const base = { ...CHANNEL, channel: "web_chat", event: "msg", userId: 12 };
      expect(decodeOne(first?.text ?? "")).toMatchObject({ ...base, text: first?.text });
      expect(decodeOne(second?.text ?? "")).toMatchObject({ ...base, data: '\\"plain string\\"' });
    },
  );

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

  it.each(["4.08", "3.25"])(
    "of version %s tells that it comes from a log or a queue",
    (version) => {
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
    },
  );

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

  it.each(["4.08", "3.25"])("of version %s is a delivery report", (version) => {
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
  ])("%s ends the connection with error %i", (id, code, reason) => {
    const invalid = `Error code ${code}(Invalid request`;
    expect(decodeOne(recorded(id).text)).toEqual({
      kind: "fatal",
      code,
      reason: `${invalid}${code === 418 ? "" : ","} ${reason})`,
    });
  });
});
