import { describe, expect, it } from "vitest";
import { textOf, toNumber, toText } from "../../../src/protocol/values";

const THROWING = {
  toString() {
    throw new Error("no text");
  },
};

describe("a value of the server", () => {
  it.each<[unknown, number, string]>([
    [12, 12, "12"],
    [-1.5, -1.5, "-1.5"],
    [1e21, 1e21, "1e+21"],
    [0.1, 0.1, "0.1"],
    ["12", 12, "12"],
    [" 12 ", 12, " 12 "],
    ["", 0, ""],
    ["x", 0, "x"],
    [NaN, 0, "NaN"],
    [Infinity, Infinity, "Infinity"],
    [true, 0, "true"],
    [false, 0, "false"],
    [null, 0, ""],
    [undefined, 0, ""],
    [[12], 0, ""],
    [{ toString: 1 }, 0, ""],
    [Object.create(null), 0, ""],
  ])("%s is read as the number %d and the text %j", (value, number, text) => {
    expect(toNumber(value)).toBe(number);
    expect(toText(value)).toBe(text);
  });
});

describe("what a page gives as a text", () => {
  it.each<[unknown, string]>([
    ["text", "text"],
    [12, "12"],
    [null, "null"],
    [undefined, "undefined"],
    [["a", 1], "a,1"],
    [{ toString: () => "named" }, "named"],
  ])("%s is what it says of itself: %j", (value, text) => {
    expect(textOf(value)).toBe(text);
  });

  it.each<[string, unknown]>([
    ["a function", () => 1],
    ["a class", class {}],
    ["a symbol", Symbol("web_k")],
    ["an object that throws", THROWING],
    ["an object without a prototype", Object.create(null)],
  ])("is empty if it is %s", (_, value) => {
    expect(textOf(value)).toBe("");
  });
});
