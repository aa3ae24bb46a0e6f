// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from "vitest";
import type { Client } from "../../../src/client/client";
import { SCRIPT_DEFAULTS } from "../../../src/client/defaults";
import { LegacyApi } from "../../../src/legacy/legacy-api";
import { readCookie } from "../../../src/legacy/cookies";

let error: MockInstance;

beforeEach(() => {
  vi.stubGlobal("WebSocket", class extends EventTarget {});
  error = vi.spyOn(console, "error").mockImplementation(() => undefined);
});

const started: LegacyApi[] = [];

afterEach(() => {
  vi.restoreAllMocks();
  for (const api of started.splice(0)) api.stop();
  for (const cookie of document.cookie.split("; ")) document.cookie = `${cookie}; max-age=0`;
  vi.unstubAllGlobals();
});

function create(...args: ConstructorParameters<typeof LegacyApi>): LegacyApi {
  const api = new LegacyApi(...args);
  started.push(api);
  return api;
}

describe("the cookies of the visitor", () => {
  it("are read by their whole name, and decoded", () => {
    document.cookie = "xCometUserKey=wrong";
    document.cookie = "CometUserKey=a%3Db=c";
    document.cookie = "percent=100%";
    expect(readCookie("CometUserKey")).toBe("a=b=c");
    expect(readCookie("percent")).toBe("100%");
    expect(readCookie("UserKey")).toBe("");
    expect(readCookie("CometUser.ey")).toBe("");
  });

  it("name the visitor if the options do not", () => {
    document.cookie = "CometUserKey=key-of-12";
    document.cookie = "CometUserid=12";
    const api = create();
    api.start({ node: "localhost:1" });
    expect([api.getUserId(), api.getUserKey()]).toEqual(["12", "key-of-12"]);

    const given = create();
    given.start({ node: "localhost:1", user_id: 7, user_key: "key-of-7" });
    given.start({ user_id: undefined, user_key: undefined });
    expect([given.getUserId(), given.getUserKey()]).toEqual(["7", "key-of-7"]);

    const half = create();
    half.start({ node: "localhost:1", user_id: 7 });
    expect([half.getUserId(), half.getUserKey()]).toEqual(["7", "key-of-12"]);
  });

  it("have the names that the page gives them", () => {
    document.cookie = "k=key-of-12";
    document.cookie = "i=12";
    document.cookie = "CometUserid=1";
    const api = create({ node: "localhost:1", CookieKyeName: "k" });
    api.start({ CookieIdName: "i" });
    expect([api.getUserId(), api.getUserKey()]).toEqual(["12", "key-of-12"]);
    expect(api.options).toMatchObject({ CookieKyeName: "k", CookieIdName: "i" });
  });

  it("are kept from a server that the page did not choose", () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    document.cookie = "CometUserKey=key-of-12";
    document.cookie = "CometUserid=12";
    for (const api of [create({ node: undefined }, SCRIPT_DEFAULTS), create({}, SCRIPT_DEFAULTS)]) {
      api.start({ nodes: undefined });
      expect([api.getUserId(), api.getUserKey()]).toEqual(["12", "key-of-12"]);
      expect(api.getUrl()).toMatch(/^ws:\/\/app\.comet-server\.ru\/ws\/sesion=&myid=&/);
    }
    const old = create({}, SCRIPT_DEFAULTS);
    old.start();
    expect(old.getUrl()).toMatch(/^ws:\/\/app\.comet-server\.ru\/ws\/sesion=key-of-12&myid=12&/);
    const strict = create();
    strict.start();
    expect(strict.getUrl()).toBe("ws://");
    expect(error).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('Bad node "undefined":'));
  });

  it("do not replace a newer key of another tab, and do not take it to another node", () => {
    document.cookie = "CometUserKey=of-cookie";
    const api = create({ node: "localhost:1", user_id: 7, user_key: "key-of-7" });
    api.start();
    const client = Reflect.get(api, "_client") as Client;
    client.onOptions({ user_key: "newer" });
    api.start();
    expect(api.getUserKey()).toBe("newer");
    api.start({ node: "localhost:2" });
    expect(api.getUserKey()).toBe("key-of-7");
  });

  it("count as absent in a sandboxed frame, where reading them throws", () => {
    vi.spyOn(document, "cookie", "get").mockImplementation(() => {
      throw new DOMException("sandboxed", "SecurityError");
    });
    const api = create();
    expect(api.start({ node: "localhost:1" })).toBe(true);
    expect([api.getUserId(), api.getUserKey()]).toEqual(["", ""]);
  });

  it("are not written to the console if they are bad", () => {
    document.cookie = "CometUserKey=se cret";
    create().start({ node: "localhost:1" });
    expect(error).toHaveBeenCalledWith(expect.stringContaining("Bad user_key"));
    expect(String(error.mock.calls)).not.toContain("cret");
  });
});

it("the constructor tells at once which of its options are wrong", () => {
  create({ node: "two words" });
  expect(error).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('Bad node "two words"'));
});

describe("the members of the legacy API", () => {
  it("need no `this`", () => {
    const api = create({ node: "localhost:1" });
    const { start, subscription, Subscription, getUserId, isMaster, stop, onAuthFalill } = api;
    expect(start({ user_id: 3, user_key: "key" })).toBe(true);
    expect(getUserId()).toBe("3");
    expect([subscription("web_a"), Subscription("web_b")].every(Boolean)).toBe(true);
    onAuthFalill(() => undefined);
    stop();
    expect(isMaster()).toBeUndefined();
  });

  it("are on the prototype, too, for the instance that was lent", () => {
    const api = create({ node: "localhost:1", dev_id: 5 });
    expect(LegacyApi.prototype.stripslashes("it\\'s")).toBe("it's");
    expect(LegacyApi.prototype.Base64.decode("aGk=")).toBe("hi");
    LegacyApi.lend(api);
    expect(LegacyApi.prototype.options).toBe(api.options);
    expect(LegacyApi.prototype.getDevId()).toBe(5);
    expect(LegacyApi.prototype.subscription("web_a")).toEqual(expect.any(String));
    const other = create({ node: "other:1" });
    expect(other.options).toEqual({ node: "other:1" });
    expect(LegacyApi.prototype.options).toBe(api.options);
  });

  it("undo PHP's slashes", () => {
    const slashed = String.raw`it\'s \"so\" \\n \0 \a` + "\\\n" + "\\";
    expect(create().stripslashes(slashed)).toBe(`it's "so" \\n \0 a\n`);
    expect(create().stripslashes(12)).toBe("12");
  });
});
