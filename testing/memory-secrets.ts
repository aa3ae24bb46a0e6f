import type { Secrets, TokenClaims } from "../dev-server/core/secrets";
import { randomId } from "../src/platform/ids";

const HASH_LENGTH = 32;

/** Knows the tokens that it has made, instead of signing them: nobody tries to forge one. */
export function memorySecrets(): Secrets {
  const tokens = new Map<string, TokenClaims>();
  return {
    isSame: (a, b) => a === b,
    newHash: () => randomId(HASH_LENGTH),
    sign(claims) {
      const token = tokenOf(claims);
      tokens.set(token, claims);
      return token;
    },
    isTokenFor(token, userId, nowSeconds) {
      const claims = tokens.get(token);
      return claims !== undefined && claims.userId === userId && claims.expires > nowSeconds;
    },
  };
}

/** In the form of a JWT, since applications may read when theirs expires. */
function tokenOf({ userId, expires }: TokenClaims): string {
  const parts = [
    { alg: "HS256", typ: "JWT" },
    { user_id: userId, exp: expires },
  ];
  return [...parts.map(base64url), "not-signed"].join(".");
}

function base64url(value: object): string {
  return btoa(JSON.stringify(value)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}
