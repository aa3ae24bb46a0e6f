import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { doctor, type Patient } from "../src/doctor";
import type { CometOptions, MessageCallback } from "../src/types";

const KEY = "key-that-nobody-may-read";
let written: string[];

/** An instance in good health, but for what is given. */
function patient(changes: Partial<Patient> = {}): Patient {
  return {
    version: "4.10.0",
    options: { node: "comet.example.com", user_id: 7, user_key: KEY },
    inspect: () => ({ tab: "a", master: "a", epoch: 1, tabs: ["a", "b"] }),
    isConnected: () => true,
    isAuthorized: () => true,
    isMaster: () => true,
    getUserId: () => "7",
    getUserKey: () => KEY,
    count_users_in_pipe: (_channel: string, callback: MessageCallback) => {
      queueMicrotask(() => callback({ data: { user_in_pipe: 0 } } as never));
      return true;
    },
    ...changes,
  };
}

const options = (changes: CometOptions, others: Partial<Patient> = {}) =>
  patient({ options: { ...patient().options, ...changes }, ...others });

/** What is not well. */
async function complaints(api: Patient): Promise<string[]> {
  const findings = await doctor(api);
  expect(written).toEqual(findings.map(({ level, text }) => `CometServer: ${level}: ${text}`));
  expect(written.join()).not.toContain(KEY);
  return findings.filter(({ level }) => level !== "ok").map(({ text }) => text);
}

beforeEach(() => {
  written = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void written.push(line));
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

it("finds nothing wrong where all is well, and leaves nothing behind", async () => {
  const findings = await doctor(patient());
  expect(findings.map(({ level }) => level)).toEqual(["ok", "ok", "ok", "ok"]);
  expect(findings.map(({ text }) => text).join("\n")).toMatch(
    /^version 4\.10\.0\n.* the master, one of 2; 1 .*\n.*user 7\na question .* \d+ ms$/,
  );
  expect(localStorage.length).toBe(0);
});

it.each<[string, Patient, RegExp[]]>([
  ["no node", options({ node: undefined }), [/public demo server/]],
  ["a bad id", options({ user_id: "x" }, { getUserId: () => "" }), [/"x" is no/, /a user_key w/]],
  ["a bad key", options({}, { getUserKey: () => "" }), [/URL/, /a user_id without/]],
  ["a refused key", patient({ isAuthorized: () => false }), [/does not accept/]],
  ["no connection", patient({ isConnected: () => false }), [/^no connection/]],
  [
    "not started",
    patient({ isConnected: () => false, isMaster: () => undefined }),
    [/start\(\) was not called/],
  ],
])("tells of an instance with %s", async (_, api, expected) => {
  expect(await complaints(api)).toEqual(expected.map((text) => expect.stringMatching(text)));
});

describe("tells of a page", () => {
  const expectComplaint = async (...expected: RegExp[]) =>
    expect(await complaints(patient())).toEqual(
      expected.map((text) => expect.stringMatching(text)),
    );

  it("on plain http, or in a browser without locks", async () => {
    vi.stubGlobal("navigator", { onLine: true });
    await expectComplaint(/^no Web Locks/);
    written = [];
    vi.stubGlobal("isSecureContext", false);
    await expectComplaint(/^a page on plain http/);
  });

  it("whose tabs cannot talk well, or not at all", async () => {
    vi.stubGlobal("BroadcastChannel", undefined);
    await expectComplaint(/storage events/);
    written = [];
    vi.stubGlobal("localStorage", undefined);
    await expectComplaint(/each tab has its own connection/, /localStorage is blocked/);
  });

  it("without a network", async () => {
    vi.stubGlobal("navigator", { onLine: false, locks: {} });
    await expectComplaint(/no network/);
  });

  it("that forbids the connection it is told to make", async () => {
    vi.stubGlobal("location", { protocol: "https:" });
    const findings = await complaints(options({ wss: false }));
    expect(findings).toEqual([expect.stringMatching(/^wss is false/)]);
  });

  it("that loads the script file twice", async () => {
    for (const src of ["/js/CometServerApi.js?1", "/CometServerApi.min.js", "/other.js"])
      document.body.append(Object.assign(document.createElement("script"), { src }));
    await expectComplaint(/2 times/);
  });
});

it("does not wait for ever for a server that does not answer", async () => {
  vi.useFakeTimers();
  const found = complaints(patient({ count_users_in_pipe: () => true }));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await found).toEqual([expect.stringMatching(/does not answer within 5000 ms/)]);
});
