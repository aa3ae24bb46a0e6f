const LETTERS = "0bnrtZ";
const MEANINGS = "\0\b\n\r	";
const BEYOND_JSON = /\\[^"\\bnrt]/;
function unescapeMysql(text) {
  if (!text.includes("\\")) return text;
  const quoted = BEYOND_JSON.test(text) ? void 0 : parse(`"${text}"`);
  return quoted ? quoted.value : unescapeByPieces(text);
}
function unescapeByPieces(text) {
  let result = "";
  let copied = 0;
  const last = text.length - 1;
  for (let at = text.indexOf("\\"); at >= 0 && at < last; at = text.indexOf("\\", at + 2)) {
    const escaped = text.charAt(at + 1);
    if (escaped === "%" || escaped === "_") continue;
    const letter = LETTERS.indexOf(escaped);
    result += text.slice(copied, at) + MEANINGS.charAt(letter);
    copied = letter < 0 ? at + 1 : at + 2;
  }
  return result + text.slice(copied);
}
function decodeData(data) {
  if (typeof data !== "string") return copyOf(data);
  const asIs = /^[^"\\]*\\/.test(data) ? void 0 : parse(data);
  if (asIs) return asIs.value;
  const text = unescapeMysql(data);
  const json = parse(text) || /^[[{\\].*\\"/s.test(text) && parse(unescapeMysql(text));
  return json ? json.value : text;
}
function parseObject(text) {
  const value = parse(text)?.value;
  return value && typeof value === "object" && !Array.isArray(value) ? value : void 0;
}
function parse(text) {
  if (!/^\s*(?:[[{"]|(?:[-+.\deE]+|true|false|null)\s*$)/.test(text)) return void 0;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return void 0;
  }
}
function jsonOf(value) {
  try {
    return JSON.stringify(value);
  } catch {
    return "";
  }
}
function copyOf(value) {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    return void 0;
  }
}

export { decodeData, jsonOf, parseObject, unescapeMysql };
//# sourceMappingURL=payload.js.map
