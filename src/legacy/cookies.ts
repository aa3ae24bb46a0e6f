/** The value of a cookie; `""` if there is none, no page, or a sandbox that forbids reading. */
export function readCookie(name: string): string {
  for (const cookie of allCookies().split(/;\s*/)) {
    const [key, ...value] = cookie.split("=");
    if (key === name) return decoded(value.join("="));
  }
  return "";
}

function allCookies(): string {
  try {
    return document.cookie;
  } catch {
    return "";
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that is not an escape
  }
}
