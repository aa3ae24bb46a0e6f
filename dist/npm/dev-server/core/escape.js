const ESCAPES = {
  "\0": "\\0",
  "\n": "\\n",
  "\r": "\\r",
  "\\": "\\\\",
  "'": "\\'",
  '"': '\\"',
  "": "\\Z"
};
function escapeLiteral(text) {
  return text.replace(/[\0\n\r\\'"\x1a]/g, (character) => ESCAPES[character] ?? character);
}
function hasFourByteCharacter(text) {
  return /[\u{10000}-\u{10ffff}]/u.test(text);
}

export { escapeLiteral, hasFourByteCharacter };
//# sourceMappingURL=escape.js.map
