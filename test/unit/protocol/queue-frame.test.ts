import { describe, expect, it } from "vitest";
import type { ChannelMessage } from "../../../src/protocol/messages";
import { queueFrame } from "../../../src/protocol/queue-frame";
import { contextOf, decodeOne } from "../../support/decode";

function decode(text: string, legacy = false): ChannelMessage {
  return decodeOne(text, contextOf([], legacy)) as ChannelMessage;
}

const QUEUED = { data: 'it\'s \\"so\\"', event: "greet", user_id: 7, fromQueue: true };

describe("the frame that keeps a message of the queue", () => {
  it.each<[string, object, boolean]>([
    ["of the present server", QUEUED, false],
    ["with an id and a marker", { ...QUEUED, uuid: "id", marker: "m" }, false],
    ["without an event", { ...QUEUED, event: undefined }, false],
    ["with data that is no text", { ...QUEUED, data: { list: [1, null] } }, false],
    ["without data", { ...QUEUED, data: undefined }, false],
    ["of an older server", { data: "A::7;A::8;hi", event_name: "e", fromQueue: true }, true],
  ])("is read as the message that it keeps, %s", (_, frame, legacy) => {
    const message = decode(JSON.stringify(frame), legacy);
    expect(message).toMatchObject({ kind: "channel", channel: "msg", history: true });
    const copy = decode(queueFrame(message));
    expect({ ...copy, text: "" }).toEqual({ ...message, text: "" });
    expect(queueFrame(copy)).toBe(queueFrame(message));
  });
});
