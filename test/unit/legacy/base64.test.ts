import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Base64 } from "../../../src/legacy/base64";

const PLAIN = /^[A-Za-z0-9+/]*={0,2}$/;

/** What the originals write: each UTF-16 unit for itself, as if it were a character. */
function originalEncode(text: string): string {
  const bytes = [...Array(text.length).keys()].flatMap((i) => {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) return [unit];
    if (unit < 0x800) return [(unit >> 6) | 0xc0, (unit & 0x3f) | 0x80];
    return [(unit >> 12) | 0xe0, ((unit >> 6) & 0x3f) | 0x80, (unit & 0x3f) | 0x80];
  });
  return Buffer.from(bytes).toString("base64");
}

const text = fc.string({ unit: "grapheme-composite" });

describe("Base64", () => {
  it("encodes and decodes as Node does, but for line ends", () => {
    fc.assert(
      fc.property(text, (value) => {
        const plain = value.replace(/\r\n/g, "\n");
        expect(Base64.encode(value)).toBe(Buffer.from(plain).toString("base64"));
        expect(Base64.decode(Buffer.from(value).toString("base64"))).toBe(value);
      }),
      { numRuns: 500 },
    );
  });

  it("decodes what the originals encoded, emoji included", () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.constant("😀 привет")), (value) => {
        expect(Base64.decode(originalEncode(value))).toBe(value);
      }),
      { numRuns: 500 },
    );
  });

  it("leaves out other characters, and never throws", () => {
    expect(Base64.decode(" aGVs\nbG8= ")).toBe("hello");
    expect(Base64.decode("aGVsbG8")).toBe("hello");
    expect(Base64.decode("aGVsbG8hA")).toBe("hello!");
    expect(Base64.decode("")).toBe("");
    fc.assert(fc.property(fc.string(), (value) => typeof Base64.decode(value) === "string"));
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(() => Base64.decode(Buffer.from(bytes).toString("base64"))).not.toThrow();
      }),
    );
  });

  it("encodes long texts, and values that are no text", () => {
    const long = "é😀".repeat(200_000);
    expect(Base64.encode(long)).toMatch(PLAIN);
    expect(Base64.decode(Base64.encode(long)) === long).toBe(true);
    expect(Base64.encode(12 as unknown as string)).toBe(Buffer.from("12").toString("base64"));
  });
});
