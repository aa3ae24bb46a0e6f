import { describe, expect, it, vi } from "vitest";
import { decodeFrame } from "../../../src/protocol/messages";
import { contextOf, decodeOne } from "../../support/decode";

describe("a frame of an older server", () => {
  it.each(["true", "false"])('is known by `authorized:"%s"`', (authorized) => {
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
  ])("is a private message if %s", (_, text) => {
    expect(decodeOne(text)).toMatchObject({ channel: "msg", event: "e", data: "x" });
  });

  it("has the sender in front of the text", () => {
    const text = JSON.stringify({ data: 'A::12;{\\"a\\":\n1}', event_name: "e", pipe: "web_x" });
    const legacy = decodeOne(text, contextOf([], true));
    expect(legacy).toMatchObject({ userId: 12, data: '{\\"a\\":\n1}' });
    expect(decodeOne(text)).toMatchObject({ userId: 0, data: 'A::12;{\\"a\\":\n1}' });
    const anonymous = decodeOne('{"data":"A::0;","pipe":"web_x"}', contextOf([], true));
    expect(anonymous).toMatchObject({ userId: 0, data: "" });
    const other = decodeOne('{"data":"to A::12;x","pipe":"web_x"}', contextOf([], true));
    expect(other).toMatchObject({ userId: 0, data: "to A::12;x" });
  });

  it("tells by the authorisation in it how to read the rest", () => {
    const info = '{"authorized":"true","data":"key","pipe":"sys"}';
    const text = [info, '{"data":"A::12;x","event_name":"e","pipe":"web_x"}'].join("\n");
    expect(decodeFrame(text, contextOf([], false))).toMatchObject([
      { kind: "info", legacy: true, text: info },
      { kind: "channel", userId: 12, data: "x" },
    ]);
    const messages = ['{"data":"A::1;x"}', '{"data":"A::2;y"}', info.replace('"true"', "true")];
    const all = [...messages, '{"data":"A::3;z"}'].join("\n");
    expect(decodeFrame(all, contextOf([], true))).toMatchObject([
      { kind: "channel", userId: 1, data: "x" },
      { kind: "channel", userId: 2, data: "y" },
      { kind: "info", legacy: false },
      { kind: "channel", userId: 0, data: "A::3;z" },
    ]);
  });

  it("holds several messages, of which a broken one does not spoil the others", () => {
    const lines = [
      '{"data":1,"pipe":"web_a"}',
      "",
      '{"data":2,"pi',
      " \r",
      '{"data":3,"pipe":"web_c"}',
      "",
    ];
    const messages = decodeFrame(lines.join("\n"), contextOf([]));
    expect(messages).toMatchObject([
      { channel: "web_a", data: 1, text: lines[0] },
      { kind: "ignored" },
      { channel: "web_c", data: 3, text: lines.at(-2) },
    ]);
  });

  it("is history if it is marked so", () => {
    expect(decodeOne('{"data":1,"history":true,"pipe":"a"}')).toMatchObject({ history: true });
  });

  it.each([
    ['{"error":401,"data":"no key"}', { kind: "fatal", code: 401, reason: "no key" }],
    ['{"error":"406","data":{}}', { kind: "fatal", code: 406, reason: "" }],
    ['{"error":400,"data":"x","pipe":"web_x"}', { kind: "channel", channel: "web_x" }],
    ['{"error":"","data":"x","pipe":"web_x"}', { kind: "channel", channel: "web_x" }],
  ])("ends the connection only by an error above 400: %s", (text, expected) => {
    expect(decodeOne(text)).toMatchObject(expected);
  });

  it("runs no code in the page", () => {
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
