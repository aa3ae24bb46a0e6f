import { randomBytes } from "node:crypto";
import type { Secrets } from "./core/secrets";
import { isTokenFor, sameSecret, signToken, tokenSecret } from "./jwt";

/** The secrets of a server with this password. */
export function secretsOf(password: string): Secrets {
  const secret = tokenSecret(password);
  return {
    isSame: sameSecret,
    newHash: () => randomBytes(16).toString("hex"),
    sign: (claims) => signToken(claims, secret),
    isTokenFor: (token, userId, nowSeconds) => isTokenFor(token, userId, secret, nowSeconds),
  };
}
