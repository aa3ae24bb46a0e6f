import { describe, expect, it } from "vitest";
import { decodeOne } from "../../support/decode";

const CHANNEL = {
  kind: "channel",
  userId: 0,
  history: false,
  marker: undefined,
  uuid: undefined,
} as const;

describe("a message", () => {
  it("has the id that the server gives, and its event also under the older name", () => {
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
  ])("is one still if its shape is strange: %s", (text, expected) => {
    expect(decodeOne(text)).toMatchObject({ ...CHANNEL, ...expected });
  });

  it.each(["", " ", "null", "12", '"{}"', "[]", '[{"pipe":"web_x"}]', "{", "\0", "\n\n", "�"])(
    "is ignored if it is no JSON object: %j",
    (text) => {
      expect(decodeOne(text)).toEqual({
        kind: "ignored",
        reason: "a frame that is no JSON",
      });
    },
  );
});
