/** The value of a cookie; `""` where there is none, or no page. */
export function readCookie(name: string): string {
  if (typeof document !== "object") return "";
  for (const cookie of document.cookie.split(/;\s*/)) {
    const [key, ...value] = cookie.split("=");
    if (key === name) return decoded(value.join("="));
  }
  return "";
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // somebody else's percent sign
  }
}
