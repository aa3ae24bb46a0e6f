/**
 * Why a visitor is not authorised. The server does not say: it treats a visitor whose key it does not
 * accept as an anonymous one.
 */
import type { Denial } from "../api/errors";

/** The visitor as the server was told; `""` for what it was not. */
export interface Visitor {
  readonly userId: string;
  readonly userKey: string;
}

/** The members of a JWT's payload, which may be anything; `undefined` if the key is no JWT. */
export function claimsOf(userKey: string): Record<string, unknown> | undefined {
  try {
    const [, payload = ""] = userKey.split(".");
    const text = atob(payload.replace(/-/g, "+").replace(/_/g, "/"));
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/**
 * Where the key comes from: the options, a function that this tab asks, or one that another tab has
 * asked, as the server was told that tab's.
 */
export type KeyOrigin = "options" | "asked" | "elsewhere";

/** @param serverTime when the server decided, by its clock, in Unix seconds; 0 if it did not say. */
export function denialOf(
  { userId, userKey }: Visitor,
  serverTime: number,
  origin: KeyOrigin = "options",
): Denial {
  if (!userId) return { reason: userKey || origin !== "options" ? "no-id" : "anonymous" };
  if (!userKey) return { reason: origin === "elsewhere" ? "refused" : "no-key" };
  const { exp } = claimsOf(userKey) ?? {};
  const now = serverTime || Date.now() / 1_000;
  if (typeof exp === "number" && exp > 0 && exp <= now)
    return { reason: "expired", expiredAt: exp * 1_000 };
  return { reason: "refused" };
}

/** A warning for the developer, without the key; `""` for none. */
export function warningOf({ reason, expiredAt = 0 }: Denial, userId: string): string {
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
