import { expect, it } from "vitest";
import { faultOf } from "../../../src/client/option-rules";

const write = () => undefined;
const LOGGER = { debug: write, info: write, warn: write, error: write };
const SECRET = "a key with blanks, 30 characters";

it.each<[name: string, values: unknown[]]>([
  ["node", ["a.example", "ws://a.example:65535/comet", ["a.example", "[::1]:80"], undefined, ""]],
  ["user_key", ["hash", () => SECRET, async () => Promise.resolve(SECRET), "", undefined]],
  ["logger", [LOGGER, undefined, null, false]],
  ["user_id", [0, 12, "12", undefined]],
  ["queue_delay", [0, 1_200, "999999999", false]],
  ["wss", [true, false, "true", undefined]],
  ["uuid", ["0123456789abcdef0123456789ABCD_-"]],
  ["toString", [SECRET]],
  ["__proto__", [SECRET]],
  ["unknown", [SECRET, Number.NaN]],
])("nothing is wrong with these values of %s", (name, values) => {
  expect(values.map((value) => faultOf(name, value))).toEqual(values.map(() => undefined));
});

it.each<[name: string, value: unknown, text: string]>([
  ["node", "a.example:65536", 'Bad node "a.example:65536": it is host, host:port or host/path'],
  ["nodes", ["a.example", "8080"], ""],
  ["nodeArray", "http:// a b", ""],
  ["dev_id", "x", ""],
  ["user_id", Number.NaN, ""],
  ["queue_delay", -1, ""],
  ["wss", "yes", 'Bad wss "yes": it is true or false'],
  ["recover", 1, ""],
  ["visible_leads", "on", ""],
  ["standby", {}, ""],
  ["uuid", "short", ""],
  ["logger", {}, "Bad logger .*: it has the functions debug, info, warn and error"],
  ["logger", { ...LOGGER, warn: "" }, ""],
])("a bad value of %s is told", (name, value, text) => {
  const fault = faultOf(name, value);
  expect(fault?.code).toBe("argument");
  expect(fault?.message).toMatch(new RegExp(text || `^Bad ${name} .+: .+`));
  expect(fault?.value).toBe(value);
});

it("a bad key is shown nowhere, nor one that was given as the id", () => {
  for (const name of ["user_key", "user_id"]) {
    const fault = faultOf(name, SECRET);
    expect([fault?.message, fault?.value]).toEqual([expect.stringContaining("…"), "…"]);
    expect(fault?.message).not.toContain("blanks");
  }
  expect(faultOf("user_id", "short")?.value).toBe("short");
});
