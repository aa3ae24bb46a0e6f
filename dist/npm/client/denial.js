function claimsOf(userKey) {
  try {
    const [, payload = ""] = userKey.split(".");
    const text = atob(payload.replace(/-/g, "+").replace(/_/g, "/"));
    return Object(JSON.parse(text));
  } catch {
    return void 0;
  }
}
function denialOf({ userId, userKey }, serverTime, origin = "options") {
  if (!userId) return { reason: userKey || origin !== "options" ? "no-id" : "anonymous" };
  if (!userKey) return { reason: origin === "elsewhere" ? "refused" : "no-key" };
  const { exp } = claimsOf(userKey) ?? {};
  const now = serverTime || Date.now() / 1e3;
  if (typeof exp === "number" && exp > 0 && exp <= now)
    return { reason: "expired", expiredAt: exp * 1e3 };
  return { reason: "refused" };
}
function warningOf({ reason, expiredAt = 0 }, userId) {
  switch (reason) {
    case "anonymous":
      return "";
    case "no-key":
      return `user_id ${userId} has no valid user_key: the visitor is anonymous`;
    case "no-id":
      return "user_key has no valid user_id: the visitor is anonymous";
    case "expired":
      return `user_key for user_id ${userId} expired at ${new Date(expiredAt).toISOString()}`;
    case "refused":
      return `the server does not accept user_key for user_id ${userId}`;
  }
}

export { claimsOf, denialOf, warningOf };
//# sourceMappingURL=denial.js.map
