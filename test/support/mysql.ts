/**
 * What `mysql_real_escape_string` of MySQL's C library does to a text, character by character as
 * its documentation lists them. The server does this to everything that is published from
 * JavaScript. Kept apart from the code of the library, so that the two can be compared.
 */
export function escapeMysql(text: string): string {
  let escaped = "";
  for (let index = 0; index < text.length; index += 1) escaped += escapeUnit(text.charAt(index));
  return escaped;
}

function escapeUnit(character: string): string {
  switch (character) {
    case "\u0000":
      return "\\0";
    case "\u000a":
      return "\\n";
    case "\u000d":
      return "\\r";
    case "\u001a":
      return "\\Z";
    case "\\":
    case "'":
    case '"':
      return `\\${character}`;
    default:
      return character;
  }
}
