import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SCRIPT_DEFAULTS } from "../../../src/client/defaults";
import { Settings } from "../../../src/client/settings";
import type { CometOptions } from "../../../src/api/types";
import { FakeStorage } from "../../support/fake-storage";
import { inScript, settingsOf } from "./settings-of";

const problemsOf = (options: CometOptions) =>
  new Settings().merge(options).map(({ message }) => message);

beforeEach(() => {
  FakeStorage.install();
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("the node", () => {
  it.each<[CometOptions, string]>([
    [{ node: "host:8087" }, "host:8087"],
    [{ node: "https://host/comet-server/" }, "host/comet-server"],
    [{ node: ["one", "two"] }, "one"],
    [{ nodes: "other" }, "other"],
    [{ nodeArray: ["third"] }, "third"],
    [{ node: "//host/" }, "host"],
    [{ node: ["", "second"] }, "second"],
    [{ node: [""], nodes: "other" }, "other"],
    [{ node: undefined }, ""],
    [{}, ""],
  ])("of the options %j is %j", (options, node) => {
    expect(settingsOf(options).node).toBe(node);
  });

  it("is refused with the rule if it is bad", () => {
    for (const node of ["two words", "host?query", "host#hash"])
      expect(problemsOf({ node })).toEqual([
        expect.stringMatching(/^Bad node .*: it is host, host:port or host\/path$/),
      ]);
  });

  it("gets the demo account if it is the demo server and no dev_id is given", () => {
    const node = "app.comet-server.ru";
    expect(settingsOf({ node })).toMatchObject({ devId: 15, isDemo: true });
    // As the original has it: pages give 0 for "none".
    expect(settingsOf({ node, dev_id: 0 })).toMatchObject({ devId: 15, isDemo: true });
    expect(inScript({})).toMatchObject({ node, devId: 15, isDemo: true });
    expect(settingsOf({})).toMatchObject({ devId: 0, isDemo: false });
    expect(settingsOf({ node: "host" })).toMatchObject({ devId: 0, isDemo: false });
    expect(settingsOf({ node: "host", dev_id: "7" }).devId).toBe(7);
  });
});

describe("the address of an attempt", () => {
  it("is that of the connection with something behind it that differs each time, or none", () => {
    const settings = settingsOf({ node: "host", user_id: 7, user_key: "key" });
    const [address] = settings.addresses;
    const attempts = Array.from({ length: 50 }, () => String(address?.nextUrl(0)));
    const [start, end] = [settings.url(), /^&n=[0-9a-v]{8}$/];
    for (const url of attempts) {
      expect(url.startsWith(start)).toBe(true);
      expect(url.slice(start.length)).toMatch(end);
    }
    expect(new Set(attempts).size).toBe(50);
    expect(settings.url(), "so that a second start finds it unchanged").toBe(start);
    expect(settingsOf({}).addresses).toEqual([]);
  });
});

describe("node", () => {
  it.each([
    ...["host", "host:8087", "host/comet-server", "host:1/a/b", "127.0.0.1:8087", "[::1]:65535"],
    ...["a-b.example", "wss://host:8087/", "xn--e1afmkfd.example", "1.example"],
  ])("may be %s", (node) => expect(problemsOf({ node })).toEqual([]));

  it.each([
    ...[
      "localhost:99999",
      ":8087",
      "8087",
      "host: 8087",
      "host:port",
      "host:",
      "user@host",
      "host?x",
    ],
    ...["host#x", "two words", "8087/ws", "http://host:65536"],
  ])("may not be %s", (node) => {
    expect(problemsOf({ node })).toEqual([
      expect.stringMatching(/^Bad node .*: it is host, host:port/),
    ]);
  });
});

describe("queue_delay", () => {
  it("is 1.2 s in the script file, and 0 elsewhere", () => {
    expect(inScript({}).queueDelay).toBe(1_200);
    expect(settingsOf({}).queueDelay).toBe(0);
  });

  it.each<[unknown, number]>([
    [0, 0],
    [false, 0],
    [500, 500],
    ["500", 500],
    [undefined, 1_200],
    [null, 1_200],
  ])("of %j is %d ms", (queue_delay, expected) => {
    expect(inScript({ queue_delay } as CometOptions).queueDelay).toBe(expected);
  });

  it("is refused with the rule if it is bad, and stays the default", () => {
    for (const queue_delay of [-1, true, "soon", 1e10, 1.5, {}] as number[]) {
      const settings = new Settings(SCRIPT_DEFAULTS);
      const [error] = settings.merge({ queue_delay });
      expect(error?.message).toMatch(/^Bad queue_delay .*: it is a number of milliseconds/);
      expect(settings.queueDelay).toBe(1_200);
    }
  });
});

describe("the visitor", () => {
  it("is the one that the page names, or anonymous", () => {
    expect(settingsOf({ user_id: "12", user_key: "hash" })).toMatchObject({
      userId: "12",
      userKey: "hash",
    });
    for (const nobody of [undefined, null, "", 0] as const)
      expect(settingsOf({ user_id: nobody })).toMatchObject({ userId: "", userKey: "" });
  });

  it("has a numeric id; anything else is named and ignored", () => {
    for (const user_id of ["abc", -1, 1.5, NaN, "1234567890", "12&devid=9"]) {
      expect(problemsOf({ user_id })).toEqual([
        `Bad user_id "${user_id}": it is a number of 1 to 9 digits`,
      ]);
    }
  });

  it("has an id that is not shown if it may be a key in its place", () => {
    const hash = "0123456789abcdef0123456789abcdef";
    expect(problemsOf({ user_id: hash })).toEqual([
      'Bad user_id "…": it is a number of 1 to 9 digits',
    ]);
  });

  it("has a key that a path carries unchanged; a bad one is never written anywhere", () => {
    const token = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjo3N30.HXi6Nw_-";
    expect(settingsOf({ user_key: token }).userKey).toBe(token);
    for (const user_key of [
      "a b",
      "secret&myid=1",
      "secret#",
      "secret?",
      "s".repeat(601),
      "ключ",
    ]) {
      const settings = new Settings();
      const [error] = settings.merge({ user_key });
      expect(settings.userKey).toBe("");
      expect(JSON.stringify({ ...error, message: error?.message })).not.toContain(user_key);
      expect(error?.message).toContain("1 to 600 characters that a URL takes as they are");
    }
  });
});

describe("the uuid", () => {
  it("has 32 characters, and is the same in all tabs of the browser", () => {
    const { uuid } = settingsOf({});
    expect(uuid).toMatch(/^[\w-]{32}$/);
    expect(settingsOf({}).uuid).toBe(uuid);
    expect(localStorage.getItem("comet_server_uuid")).toBe(uuid);
  });

  it("replaces a bad one in the storage", () => {
    localStorage.setItem("comet_server_uuid", "short");
    expect(settingsOf({}).uuid).toMatch(/^[\w-]{32}$/);
  });

  it("may be given by the page, with 32 characters", () => {
    const uuid = "u".repeat(32);
    expect(settingsOf({ uuid }).uuid).toBe(uuid);
    expect(problemsOf({ uuid: "short" })).toEqual([
      'Bad uuid "short": it has 32 characters out of A-Z a-z 0-9 _ -',
    ]);
  });

  it("is the same for the life of the page if the storage is forbidden", () => {
    vi.stubGlobal("localStorage", undefined);
    const settings = settingsOf({});
    expect(settings.uuid).toMatch(/^[\w-]{32}$/);
    expect(settings.uuid).toBe(settings.uuid);
  });
});

it.each([
  ["visible_leads", "prefersVisible"],
  ["standby", "wantsStandby"],
] as const)("%s is off unless it is true", (name, wish) => {
  expect(settingsOf({})[wish]).toBe(false);
  for (const value of [true, false]) expect(settingsOf({ [name]: value })[wish]).toBe(value);
  expect(settingsOf({ [name]: "true" } as CometOptions)[wish]).toBe(false);
});

it("options that are null or undefined change nothing", () => {
  const settings = settingsOf({ node: "host", user_id: 12 });
  expect(settings.merge(null)).toEqual([]);
  expect(settings.merge({ node: undefined, user_id: undefined })).toEqual([]);
  expect(settings).toMatchObject({ node: "host", userId: "12" });
});

it("an account that is no number is refused", () => {
  for (const dev_id of [-1, 1.5, Infinity, "abc"]) {
    const settings = new Settings();
    expect(settings.merge({ node: "host", dev_id })).toHaveLength(1);
    expect(settings.devId).toBe(0);
  }
});

describe("TLS", () => {
  const failTimes = (settings: Settings, times: number) => {
    for (let i = 0; i < times; i++) {
      void settings.addresses[0]?.nextUrl(0);
      settings.addresses[0]?.failed(0);
    }
  };

  it("is used if the page was loaded with it, unless the options say otherwise", () => {
    expect(settingsOf({}).isSecure()).toBe(false);
    vi.stubGlobal("location", { protocol: "https:" });
    expect(settingsOf({}).isSecure()).toBe(true);
    expect(settingsOf({ wss: false }).isSecure()).toBe(false);
    expect(settingsOf({ node: "host", wss: true }).url()).toMatch(/^wss:\/\//);
  });

  it("is tried after three failures without a success, and plain again after three more", () => {
    const settings = settingsOf({ node: "host" });
    failTimes(settings, 2);
    expect(settings.isSecure()).toBe(false);
    failTimes(settings, 1);
    expect(settings.isSecure()).toBe(true);
    failTimes(settings, 3);
    expect(settings.isSecure()).toBe(false);
  });

  it("is not changed after a success", () => {
    const plain = settingsOf({ node: "host" });
    plain.addresses[0]?.connected(0);
    failTimes(plain, 9);
    expect(plain.isSecure()).toBe(false);
    const upgraded = settingsOf({ node: "host" });
    failTimes(upgraded, 3);
    upgraded.addresses[0]?.connected(0);
    failTimes(upgraded, 9);
    expect(upgraded.isSecure()).toBe(true);
  });

  it("is tried anew on another node", () => {
    const settings = settingsOf({ node: "one" });
    failTimes(settings, 3);
    settings.addresses[0]?.connected(0);
    settings.merge({ node: "other" });
    expect(settings.isSecure()).toBe(false);
    failTimes(settings, 3);
    expect(settings.isSecure()).toBe(true);
  });

  it("is never given up where it was asked for", () => {
    const settings = settingsOf({ node: "host", wss: true });
    failTimes(settings, 4);
    expect(settings.isSecure()).toBe(true);
  });
});

it("later options are merged into earlier ones", () => {
  const settings = settingsOf({ node: "host", user_id: 12 });
  const { identity } = settings;
  settings.merge({ user_key: "new" });
  expect(settings).toMatchObject({ node: "host", userId: "12", userKey: "new", identity });
  settings.merge({ user_id: 13 });
  expect(settings.identity).not.toBe(identity);
});

describe("a key function", () => {
  it("may be another one at each start, and is not asked for that", async () => {
    const give = vi.fn(() => "of-a-function");
    const settings = settingsOf({ node: "host", user_id: 12, user_key: () => give() });
    expect([settings.userKey, give.mock.calls.length]).toEqual(["", 0]);
    await settings.prepare();
    settings.merge({ user_key: () => give(), standby: true });
    settings.merge({ node: "elsewhere" });
    expect([settings.userKey, settings.prepare()]).toEqual(["of-a-function", undefined]);
    expect(give).toHaveBeenCalledOnce();
  });

  it("is asked anew after the page has given a text", async () => {
    const give = vi.fn(() => "of-a-function");
    const settings = settingsOf({ node: "host", user_id: 12, user_key: give });
    await settings.prepare();
    settings.merge({ user_key: "text" });
    expect([settings.userKey, settings.prepare()]).toEqual(["text", undefined]);
    settings.merge({ user_key: give });
    expect(settings.userKey).toBe("");
    await settings.prepare();
    expect(give).toHaveBeenCalledTimes(2);
  });

  it("is not asked for an anonymous visitor", () => {
    const give = vi.fn(() => "of-a-function");
    expect(settingsOf({ node: "host", user_key: give }).prepare()).toBeUndefined();
    expect(give).not.toHaveBeenCalled();
  });
});

it("options that are no object, or change what all objects inherit, change nothing", () => {
  const settings = settingsOf({ node: "host" });
  expect(settings.merge("node" as never)).toEqual([
    expect.objectContaining({ code: "argument", value: "node" }),
  ]);
  settings.merge(JSON.parse('{ "__proto__": { "user_id": 13 } }') as object);
  expect([settings.userId, settings.nodes]).toEqual(["", ["host"]]);
});
