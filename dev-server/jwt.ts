/** JSON Web Tokens (HS256) that authorise a user instead of a hash. */
import { createHmac, timingSafeEqual } from "node:crypto";

/** The real server rejects a longer token. */
export const MAX_TOKEN_LENGTH = 600;

interface TokenClaims {
  readonly userId: number;
  /** Unix seconds. */
  readonly expires: number;
}

/** The secret: the password and the dev_id, which is 0 on a community server. */
export function tokenSecret(password: string): string {
  return `${password}0`;
}

export function signToken(claims: TokenClaims, secret: string): string {
  const header = base64url({ alg: "HS256", typ: "JWT" });
  const payload = base64url({ user_id: claims.userId, exp: claims.expires });
  return `${header}.${payload}.${signature(`${header}.${payload}`, secret).toString("base64url")}`;
}

/** Whether the token was signed with the secret, names this user and has not expired. */
export function isTokenFor(
  token: string,
  userId: number,
  secret: string,
  nowSeconds: number,
): boolean {
  const [header, payload, signed, ...rest] = token.split(".");
  if (!header || !payload || !signed || rest.length > 0 || token.length > MAX_TOKEN_LENGTH) {
    return false;
  }
  if (!sameBytes(Buffer.from(signed, "base64url"), signature(`${header}.${payload}`, secret))) {
    return false;
  }
  // The token's own `alg` is not used, so no other algorithm can be smuggled in.
  if (readObject(header).alg !== "HS256") return false;
  const { user_id, exp } = readObject(payload);
  return Number(user_id) === userId && typeof exp === "number" && exp > nowSeconds;
}

/** Compares two secrets in a time that does not tell where they differ. */
export function sameSecret(a: string, b: string): boolean {
  return sameBytes(Buffer.from(a), Buffer.from(b));
}

function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function signature(text: string, secret: string): Buffer {
  return createHmac("sha256", secret).update(text).digest();
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function readObject(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
