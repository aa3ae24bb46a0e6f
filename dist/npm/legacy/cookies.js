function readCookie(name) {
  for (const cookie of allCookies().split(/;\s*/)) {
    const [key, ...value] = cookie.split("=");
    if (key === name) return decoded(value.join("="));
  }
  return "";
}
function allCookies() {
  try {
    return document.cookie;
  } catch {
    return "";
  }
}
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export { readCookie };
//# sourceMappingURL=cookies.js.map
