/** What a token says. */
export interface TokenClaims {
  readonly userId: number;
  /** Unix seconds. */
  readonly expires: number;
}

/** Hashes and JSON Web Tokens, which authorise users. */
export interface Secrets {
  /** Compares a client's hash with that of its user. */
  isSame(a: string, b: string): boolean;
  /** A hash of 32 characters, for a user who has none. */
  newHash(): string;
  sign(claims: TokenClaims): string;
  /** Whether the token was signed by {@link sign}, names this user and has not expired. */
  isTokenFor(token: string, userId: number, nowSeconds: number): boolean;
}
