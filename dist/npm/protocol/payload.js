const LETTERS = "0bnrtZ";
const MEANINGS = "\0\b\n\r	";
function unescapeMysql(text) {
  return text.replace(
    /\\([^%_])/g,
    (_, escaped) => escaped.replace(/[0bnrtZ]/, (letter) => MEANINGS.charAt(LETTERS.indexOf(letter)))
  );
}
function decodeData(data) {
  const asIs = typeof data === "string" && /^[[{]?\\/.test(data) ? void 0 : parse(data);
  if (typeof data !== "string") return asIs && asIs.value;
  const text = unescapeMysql(data);
  const json = asIs || parse(text);
  const twice = json || /^[[{\\].*\\"/s.test(text) && parse(unescapeMysql(text));
  return twice ? twice.value : text;
}
function parseObject(text) {
  const { value } = Object(parse(text));
  return value && typeof value === "object" && !Array.isArray(value) ? value : void 0;
}
function parse(text) {
  try {
    return { value: JSON.parse(typeof text === "string" ? text : JSON.stringify(text)) };
  } catch {
    return void 0;
  }
}

export { decodeData, parseObject, unescapeMysql };
//# sourceMappingURL=payload.js.map
