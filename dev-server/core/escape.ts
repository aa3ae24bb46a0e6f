/** MySQL's string escaping. The real server sends texts in this form. */

const ESCAPES: Readonly<Record<string, string>> = {
  "\0": "\\0",
  "\n": "\\n",
  "\r": "\\r",
  "\\": "\\\\",
  "'": "\\'",
  '"': '\\"',
  "\x1a": "\\Z",
};

export function escapeLiteral(text: string): string {
  return text.replace(/[\0\n\r\\'"\x1a]/g, (character) => ESCAPES[character] ?? character);
}

/** MySQL's three-byte `utf8`, which the shipped database schema uses, cannot store such a text. */
export function hasFourByteCharacter(text: string): boolean {
  return /[\u{10000}-\u{10ffff}]/u.test(text);
}
