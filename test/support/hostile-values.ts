/** Values that a page may pass by mistake, or by design: of any type, huge, or not to be read. */

const fails = () => {
  throw new Error("the value was read");
};

/** Throws whatever is done with it. */
function throwingProxy(): object {
  const handler = Object.fromEntries(
    Object.getOwnPropertyNames(Reflect).map((trap) => [trap, fails]),
  );
  return new Proxy({}, handler);
}

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

class Throwing {
  get node(): never {
    return fails();
  }
  get [Symbol.toPrimitive](): never {
    return fails();
  }
  toString = fails;
  valueOf = fails;
  toJSON = fails;
}

function cycle(): object {
  const value: Record<string, unknown> = {};
  value.self = value;
  return value;
}

/** Nested deeper than functions that call themselves can follow. */
export function nested(levels = 100_000): unknown[] {
  let value: unknown[] = [];
  for (; levels > 0; levels--) value = [value];
  return value;
}

/** An object with a getter that throws for each of these names. */
function withGetters(...names: string[]): object {
  const value = {};
  for (const name of names) Object.defineProperty(value, name, { get: fails, enumerable: true });
  return value;
}

/** Names that every object has, or that change what it is. */
export const OBJECT_NAMES = ["__proto__", "constructor", "hasOwnProperty", "toString"];

/** An object as JSON.parse makes it: with members of all these names. */
export function withObjectNames(value: unknown): object {
  const members = OBJECT_NAMES.map((name) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return JSON.parse(`{${members.join()}}`) as object;
}

export const HOSTILE: readonly (readonly [name: string, make: () => unknown])[] = [
  ...[undefined, null, NaN, Infinity, -1, 1e300, 1n, true, "", " ", "\n", "\0"].map(
    (value): [string, () => unknown] => [
      typeof value === "string" ? JSON.stringify(value) : String(value),
      () => value,
    ],
  ),
  ...OBJECT_NAMES.map((name): [string, () => unknown] => [name, () => name]),
  ["a text of a million letters", () => "x".repeat(1_000_000)],
  ["a million spaces", () => `x${" ".repeat(1_000_000)}x`],
  ["a million slashes", () => `x${"/".repeat(1_000_000)}x`],
  ["half a character", () => "web_\ud83d"],
  ["a symbol", () => Symbol("web_symbol")],
  ["a function", () => () => undefined],
  ["an object that throws", () => new Throwing()],
  ["getters that throw", () => withGetters("node", "user_key", "recover", "text")],
  ["a proxy that throws", throwingProxy],
  ["a revoked proxy", revokedProxy],
  ["a cycle", cycle],
  ["a deep list", () => nested()],
  ["an object without a prototype", () => Object.create(null)],
  ["members with names of objects", () => withObjectNames({ node: "elsewhere.example" })],
];
