import { expect, it } from "vitest";
import { denialOf, warningOf, type KeyOrigin } from "../../../src/client/denial";

const NOW = 1_700_000_000;

/** A token with this payload, which may be any text. */
function token(payload: unknown): string {
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  return `eyJ.${Buffer.from(text).toString("base64url")}.signature`;
}

const expired = { reason: "expired", expiredAt: (NOW - 60) * 1_000 };
const refused = { reason: "refused" };

it.each<[what: string, userId: string, userKey: string, expected: object]>([
  ["neither id nor key", "", "", { reason: "anonymous" }],
  ["an id without a key", "7", "", { reason: "no-key" }],
  ["a key without an id", "", "hash", { reason: "no-id" }],
  ["a hash", "7", "hash", refused],
  ["a token whose time is over", "7", token({ user_id: 7, exp: NOW - 60 }), expired],
  ["a token with characters of base64url", "7", token({ x: "?>~ÿ", exp: NOW - 60 }), expired],
  ["a token that ends now", "7", token({ exp: NOW }), { ...expired, expiredAt: NOW * 1_000 }],
  ["a token that is valid for longer", "7", token({ exp: NOW + 1 }), refused],
  ["a token without an end", "7", token({ user_id: 7 }), refused],
  ["an end that is no time", "7", token({ exp: "soon" }), refused],
  ["an end before all time", "7", token({ exp: -1e300 }), refused],
  ["a payload that is no object", "7", token(null), refused],
  ["a payload that is no JSON", "7", token("x"), refused],
  ["a payload that is no base64", "7", "a.!.c", refused],
])("a visitor with %s is told the reason of the denial", (_, userId, userKey, expected) => {
  expect(denialOf({ userId, userKey }, NOW)).toEqual(expected);
});

it("a visitor whose key comes from a function is told the reason, too", () => {
  const reason = (origin: KeyOrigin, userId: string, userKey = "") =>
    denialOf({ userId, userKey }, NOW, origin).reason;
  expect(reason("asked", "7")).toBe("no-key");
  expect(reason("elsewhere", "7")).toBe("refused");
  expect(reason("elsewhere", "7", token({ exp: NOW - 60 }))).toBe("expired");
  for (const origin of ["asked", "elsewhere"] as const) expect(reason(origin, "")).toBe("no-id");
});

it("the end of a token is judged by this computer's clock if the server tells no time", () => {
  const ends = (exp: number) => denialOf({ userId: "7", userKey: token({ exp }) }, 0).reason;
  expect(ends(Date.now() / 1_000 - 60)).toBe("expired");
  expect(ends(Date.now() / 1_000 + 60)).toBe("refused");
});

it("a warning says what is wrong; an anonymous visitor has none", () => {
  const warn = (userId: string, userKey: string) =>
    warningOf(denialOf({ userId, userKey }, NOW), userId);
  expect(warn("", "")).toBe("");
  expect(warn("7", "")).toMatch(/^user_id 7 has no valid user_key/);
  expect(warn("", "hash")).toMatch(/^user_key has no valid user_id/);
  expect(warn("7", token({ exp: NOW - 60 }))).toMatch(
    /user_key for user_id 7 expired at 2023-11-14T22:12:20.000Z/,
  );
  expect(warn("7", "hash")).toBe("the server does not accept user_key for user_id 7");
});
