import { textOf } from '../protocol/values.js';

const Base64 = {
  /** Line ends become `\n`. */
  encode(text) {
    const bytes = new TextEncoder().encode(textOf(text).replace(/\r\n/g, "\n"));
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  },
  /** Ignores characters that are not Base64. */
  decode(text) {
    const digits = textOf(text).replace(/[^A-Za-z0-9+/]/g, "");
    const bytes = atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits);
    return bytes.replace(/[\xc0-\xdf].?|[\xe0-\xef].?.?|[\xf0-\xf7].?.?.?/gs, characterOf);
  }
};
function characterOf(bytes) {
  let code = bytes.charCodeAt(0) & 255 >> bytes.length + 1;
  for (let i = 1; i < bytes.length; i++) code = code << 6 | bytes.charCodeAt(i) & 63;
  return code > 1114111 ? "\uFFFD" : String.fromCodePoint(code);
}

export { Base64 };
//# sourceMappingURL=base64.js.map
