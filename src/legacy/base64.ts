import { textOf } from "../protocol/values";

/**
 * Base64 of texts in UTF-8. Also decodes texts of the originals, which encode each half of a surrogate
 * pair (an emoji has two) by itself, in three bytes.
 */
export const Base64 = {
  /** Line ends become `\n`. */
  encode(text: string): string {
    const bytes = new TextEncoder().encode(textOf(text).replace(/\r\n/g, "\n"));
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  },

  /** Ignores characters that are not Base64. */
  decode(text: string): string {
    const digits = textOf(text).replace(/[^A-Za-z0-9+/]/g, "");
    // A single digit at the end is less than a byte.
    const bytes = atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits);
    return bytes.replace(/[\xc0-\xdf].?|[\xe0-\xef].?.?|[\xf0-\xf7].?.?.?/gs, characterOf);
  },
};

/** The character that is encoded in some bytes; the bits of the first follow a row of ones. */
function characterOf(bytes: string): string {
  let code = bytes.charCodeAt(0) & (0xff >> (bytes.length + 1));
  for (let i = 1; i < bytes.length; i++) code = (code << 6) | (bytes.charCodeAt(i) & 0x3f);
  return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
}
