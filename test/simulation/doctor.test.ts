import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { doctor, type Patient } from "../../src/doctor/doctor";
import { Settings } from "../../src/client/settings";
import { FakeSocket, INFO } from "../support/fake-socket";
import { FATAL } from "../support/frames";
import type { CometOptions, MessageCallback } from "../../src/api/types";

const KEY = "key-that-nobody-may-read";
const HEALTHY: CometOptions = { node: "comet.example.com", user_id: 7, user_key: KEY };
let written: { method: string; line: string }[];

/** An instance with these options, in good health but for what is changed. */
function patient(options: CometOptions = {}, changes: Partial<Patient> = {}): Patient {
  const settings = new Settings();
  settings.merge({ ...HEALTHY, ...options });
  return {
    version: "4.10.0",
    options: settings.options,
    inspect: () => ({ tab: "a", master: "a", epoch: 1, tabs: ["a", "b"] }),
    state: "connected",
    isConnected: () => true,
    isAuthorized: () => true,
    isMaster: () => true,
    getUserId: () => settings.userId,
    getUserKey: () => settings.userKey,
    count_users_in_pipe: (_channel: string, callback: MessageCallback) => {
      queueMicrotask(() => callback({ data: { user_in_pipe: 0 } } as never));
      return true;
    },
    ...changes,
  };
}

/** Does what a page does that has loaded the script file, which the instance is from. */
function fromScript(api: Patient): Patient {
  class ScriptApi {}
  vi.stubGlobal("cometServerApi", ScriptApi);
  return Object.setPrototypeOf(api, ScriptApi.prototype) as Patient;
}

const ANONYMOUS: Partial<Patient> = { isAuthorized: () => false };
const LOST: Partial<Patient> = { isConnected: () => false, state: "waiting" };

/**
 * The same, examined without waiting for its clock.
 * @param act happens once the doctor has waited for the connection.
 */
async function examine(api: Patient, act?: () => void) {
  const found = doctor(api);
  await vi.advanceTimersByTimeAsync(5_000);
  act?.();
  await vi.advanceTimersByTimeAsync(5_000);
  const findings = await found;
  const lines = findings.map(({ level, text }) => ({
    method: level === "problem" ? "error" : "log",
    line: `CometServer: ${level}: ${text}`,
  }));
  expect(written).toEqual(lines);
  expect(JSON.stringify([written, FakeSocket.all.map(({ url }) => url)])).not.toContain(KEY);
  return findings;
}

/** What is not well, with its level. */
async function complaints(api: Patient, act?: () => void): Promise<string[]> {
  const findings = await examine(api, act);
  return findings
    .filter(({ level }) => level !== "ok")
    .map(({ level, text }) => `${level}: ${text}`);
}

const matching = (texts: RegExp[]) => texts.map((text) => expect.stringMatching(text));

function token(payload: object): string {
  return `eyJ.${btoa(JSON.stringify(payload)).replace(/=/g, "")}.${KEY}`;
}

beforeEach(() => {
  vi.useFakeTimers();
  written = [];
  for (const method of ["log", "error"] as const)
    vi.spyOn(console, method).mockImplementation(
      (line: string) => void written.push({ method, line }),
    );
  FakeSocket.install();
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  vi.stubGlobal("BroadcastChannel", class {});
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("navigator", { onLine: true, locks: {} });
  document.body.innerHTML = "";
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it("the doctor finds nothing wrong with a healthy instance, and stores nothing", async () => {
  const findings = await examine(patient());
  expect(findings.map(({ level }) => level)).toEqual(["ok", "ok", "ok", "ok"]);
  expect(findings.map(({ text }) => text).join("\n")).toMatch(
    /^version 4\.10\.0\n.* the master, one of 2.* 1\n.*user 7\na question .* \d+ ms$/,
  );
  expect(localStorage.length).toBe(0);
});

it("the doctor waits for a connection that is being made, and tells problems first", async () => {
  let isConnected = false;
  setTimeout(() => (isConnected = true), 4_000);
  const later = patient(
    { node: "app.comet-server.ru" },
    { ...ANONYMOUS, isConnected: () => isConnected },
  );
  const findings = await examine(later);
  const levels = findings.map(({ level }) => level);
  expect(levels).toEqual(["problem", "hint", "ok", "ok", "ok"]);
  expect(findings[0]?.text).toContain("does not accept");
});

const expired = Date.now() / 1_000 - 60;
const valid = Date.now() / 1_000 + 1e6;
it.each<[string, Patient, RegExp[]]>([
  ["no node", patient({ node: "" }, LOST), [/^problem: .* Bad node "":/]],
  ["the demo account", patient({ node: "app.comet-server.ru" }), [/^hint: no dev_id.* demo/]],
  ["a bad node", patient({ node: "a host" }), [/^problem: Bad node "a host": it is host/]],
  ["a bad account", patient({ dev_id: "x" }), [/^problem: Bad dev_id "x"/]],
  ["an id too large", patient({ user_id: 1e9 }, ANONYMOUS), [/^problem: Bad user_id "1000000000"/]],
  ["id and key swapped", patient({ user_id: KEY, user_key: "7" }, ANONYMOUS), [/Bad user_id "…"/]],
  ["a bad key", patient({ user_key: `${KEY} ` }, ANONYMOUS), [/^problem: Bad user_key "…"/]],
  ["no key", patient({ user_key: "" }, ANONYMOUS), [/^problem: a user_id without/]],
  ["a logged-out visitor", patient({ user_id: null }, ANONYMOUS), [/^hint: a user_key without/]],
  ["a refused key", patient({}, ANONYMOUS), [/^problem: .* this user_key for user 7$/]],
  ["a long key", patient({ user_key: "x".repeat(33) }, ANONYMOUS), [/at most 32 characters$/]],
  [
    "a token of another",
    patient({ user_key: token({ user_id: 8, exp: valid }) }, ANONYMOUS),
    [/names another user$/],
  ],
  [
    "an old token",
    patient({ user_key: token({ user_id: "7", exp: expired }) }, ANONYMOUS),
    [/token has expired$/],
  ],
  [
    "a token that is refused",
    patient({ user_key: token({ user_id: 7, exp: valid }) }, ANONYMOUS),
    [/this user_key for user 7$/],
  ],
  ["a key with dots", patient({ user_key: "a.b.c" }, ANONYMOUS), [/neither a hash nor a token$/]],
  [
    "no connection",
    patient({}, LOST),
    [/^problem: nothing answers at comet\.example\.com: .*port/],
  ],
  [
    "no start",
    patient({}, { ...LOST, isMaster: () => undefined }),
    [/^problem: not connected: start\(\)/],
  ],
])("the doctor tells of an instance with %s", async (_, api, expected) => {
  expect(await complaints(api)).toEqual(matching(expected));
});

describe("the doctor tells of the script file's instance", () => {
  const scripted = (options: CometOptions, changes?: Partial<Patient>) => {
    const api = patient({}, { ...changes, options });
    return complaints(fromScript(api));
  };

  it("that it uses the demo server if it has no node", async () => {
    const found = await scripted({ user_id: 7, user_key: KEY });
    expect(found).toEqual(matching([/^hint: no node .*app\.comet-server\.ru$/]));
  });

  it("that it does not send the visitor's key if its node is empty", async () => {
    const options = { node: undefined, user_id: 7, user_key: KEY };
    const found = await scripted(options, ANONYMOUS);
    expect(found).toEqual(matching([/^problem: no node .*app\.comet-server\.ru .*not sent/]));
  });

  it("nothing if it has a node", async () => {
    expect(await scripted({ ...HEALTHY })).toEqual([]);
    vi.stubGlobal("cometServerApi", {});
    written = [];
    expect(await complaints(patient())).toEqual([]);
  });
});

describe("the doctor tells of a page", () => {
  const expectComplaint = async (...expected: RegExp[]) => {
    written = [];
    expect(await complaints(patient())).toEqual(matching(expected));
  };

  it("on plain http, or in a browser without locks", async () => {
    vi.stubGlobal("navigator", { onLine: true });
    await expectComplaint(/^hint: no Web Locks/);
    vi.stubGlobal("isSecureContext", false);
    await expectComplaint(/^hint: a page on plain http/);
  });

  it("whose tabs cannot talk well, or not at all", async () => {
    vi.stubGlobal("BroadcastChannel", undefined);
    await expectComplaint(/storage events/);
    vi.stubGlobal("localStorage", undefined);
    await expectComplaint(/localStorage is blocked/, /each tab has its own connection/);
  });

  it("without a network, unless it is connected", async () => {
    vi.stubGlobal("navigator", { onLine: false, locks: {} });
    await expectComplaint();
    written = [];
    expect(await complaints(patient({}, LOST))).toEqual(matching([/no network$/]));
  });

  it("that forbids the connection it is told to make", async () => {
    vi.stubGlobal("location", { protocol: "https:" });
    const found = await complaints(patient({ wss: false }, LOST));
    expect(found).toEqual(matching([/^problem: wss is false/]));
  });

  it("that loads the script file twice", async () => {
    const files = [
      "/js/CometServerApi.js?1",
      "/CometServerApi.min.js",
      "/CometServerApi.doctor.js",
    ];
    for (const src of files)
      document.body.append(Object.assign(document.createElement("script"), { src }));
    await expectComplaint(/2 times: .*\/js\/CometServerApi\.js, .*\/CometServerApi\.min\.js$/);
  });
});

describe("the doctor opens connections of its own, without a key, where the client reaches none", () => {
  /** Those that were opened: one as the client opens them, and one with TLS. */
  const sockets = () => [...FakeSocket.all].reverse() as [own: FakeSocket, other: FakeSocket];

  it("and closes them", async () => {
    const found = await complaints(patient({}, LOST), () => {
      expect(sockets().map(({ url }) => url.replace(/&v=.*/, ""))).toEqual([
        "ws://comet.example.com/ws/sesion=&myid=&devid=0",
        "wss://comet.example.com/ws/sesion=&myid=&devid=0",
      ]);
      const [own, other] = sockets();
      own.open();
      own.receive(INFO);
      other.fail();
    });
    expect(found).toEqual(matching([/^hint: comet.example.com can be reached now/]));
    expect(sockets().every(({ readyState }) => readyState > 1)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("and tells the server's error, or that there is no server", async () => {
    const found = await complaints(patient({ node: "one.example,two.example" }, LOST), () => {
      const own = FakeSocket.all.find(({ url }) => url.startsWith("ws://one"));
      own?.open();
      own?.receive(FATAL);
    });
    expect(found).toEqual(
      matching([
        /^problem: one.example refuses the connection with error 401: no$/,
        /^problem: nothing answers at two.example/,
      ]),
    );
  });
});

it("the doctor waits five seconds for an answer, and tells of a follower that the leader's tab is in between", async () => {
  const count_users_in_pipe = () => true;
  const [silent] = await complaints(patient({}, { count_users_in_pipe }));
  expect(silent).toMatch(/^problem: no answer from the server within 5000 ms$/);
  written = [];
  const follower = patient({}, { count_users_in_pipe, isMaster: () => false });
  expect(await complaints(follower)).toEqual(matching([/by way of the master's tab$/]));
});

it("the doctor says what it cannot examine", async () => {
  expect(await complaints({} as Patient)).toEqual(matching([/another CometServerApi.js: remove/]));
  written = [];
  expect(await complaints({ inspect: 1 } as never)).toEqual(matching([/cannot be examined/]));
  written = [];
  vi.stubGlobal("addEventListener", undefined);
  expect(await complaints(patient())).toEqual(matching([/no browser/]));
});
