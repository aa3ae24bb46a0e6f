import { describe, expect, it } from "vitest";
import { contentOf } from "../../../src/protocol/identity";
import { messageOf } from "../../support/decode";
import { escapeMysql } from "../../support/mysql";
import { nested } from "../../support/hostile-values";

const on = (data: unknown) => ({ channel: "web_k", event: "ev", data });
const DEEP = `${"[".repeat(32_000)}${"]".repeat(32_000)}`;

describe("the content of a message", () => {
  it("is the same for a message as published, delivered live, and read from a log", () => {
    for (const value of ["it's", "", "12", 12, null, [1, "1"], { t: 'a "b" \\' }, DEEP]) {
      const json = JSON.stringify(value);
      const content = contentOf(on(json));
      expect(contentOf(on(escapeMysql(json)))).toBe(content);
      const frame = { ...{ event: "ev", pipe: "web_k" }, message_send_time: 7, user_id: 12 };
      expect(contentOf(messageOf({ ...frame, data: json }))).toBe(content);
    }
    expect(contentOf(on({ a: [1] }))).toBe(contentOf(on('{\\"a\\":[1]}')));
  });

  it("differs if the channel, the event or the data differs", () => {
    const contents = [
      ...["1", '"1"', "[1]", '"[1]"', '["1"]', "null", '"null"', "{}", '"{}"', '""'].map(on),
      ...['{"a":1}', '{"a":"1"}', '{"a":2}', "[object Object]"].map(on),
      { channel: "web_k", event: "e", data: "v1" },
      { channel: "web_ke", event: "v", data: "1" },
      { channel: "web_k", event: "", data: "ev1" },
    ].map(contentOf);
    expect(new Set(contents).size).toBe(contents.length);
  });

  it("is the text as it came if that is nested too deep to be written", () => {
    expect(contentOf(on(DEEP))).toBe(contentOf(on(DEEP)));
    expect(contentOf(on(DEEP))).not.toBe(contentOf(on(` ${DEEP}`)));
    expect(contentOf(on(DEEP))).toContain(DEEP);
  });

  it("lacks data that are nested too deep, or are none", () => {
    for (const data of [nested(), undefined]) expect(contentOf(on(data))).toBe("web_k\nev\n");
  });
});
