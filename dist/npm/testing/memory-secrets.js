import { randomId } from '../platform/ids.js';

const HASH_LENGTH = 32;
function memorySecrets() {
  const tokens = /* @__PURE__ */ new Map();
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
      return claims !== void 0 && claims.userId === userId && claims.expires > nowSeconds;
    }
  };
}
function tokenOf({ userId, expires }) {
  const parts = [
    { alg: "HS256", typ: "JWT" },
    { user_id: userId, exp: expires }
  ];
  return [...parts.map(base64url), "not-signed"].join(".");
}
function base64url(value) {
  return btoa(JSON.stringify(value)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

export { memorySecrets };
//# sourceMappingURL=memory-secrets.js.map
