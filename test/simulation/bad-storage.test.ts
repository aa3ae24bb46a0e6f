/** What other scripts may leave under the library's keys: clients start, hear and publish. */
import { expect, it, vi } from "vitest";
import { FakeTab } from "../support/fake-tab";
import { OBJECT_NAMES } from "../support/hostile-values";
import { pass, until } from "../support/tab-time";
import { lines, useClientPages } from "./client-page";
import { TabSocket } from "./tab-socket";

useClientPages();

const DEEP = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
/** The name of the group: node, account, visitor. */
const OWNER = "comet.example 1 12";
const NOW = 1_800_000_000_000;

const GARBAGE = [
  ...["", " ", "\0", "null", "0", "1e999", "NaN", "{", "[]", "[[]]", "{}", "\ud83d", DEEP],
  ...[
    "x".repeat(1_000_000),
    ...OBJECT_NAMES,
    '{"__proto__":{"polluted":true}}',
    '{"time":1e308,"tabUUID":"x"}',
  ],
  ...[
    null,
    1,
    "x",
    {},
    [null],
    [{}],
    [[]],
    [{ id: "__proto__", time: -1, before: 1e308, now: "" }],
  ].map((entries) => JSON.stringify([OWNER, entries])),
  ...[null, 1, "x", {}, [null], ["{"], [DEEP], ['{"pipe":"msg","fromQueue":1,"data":{}}']].map(
    (frames) => JSON.stringify([[OWNER, NOW, frames], null, 1, [OWNER], [OWNER, "now", []]]),
  ),
];

const LOCAL = ["comet_server_uuid", "comet_server_given", "comet_LogLevel", "tabSignal_state"];
const OF_TAB = ["comet_server_queue"];

it.each([...LOCAL, ...OF_TAB])("garbage under %s is no harm", async (key) => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  const storage = OF_TAB.includes(key) ? sessionStorage : localStorage;
  for (const [index, text] of GARBAGE.entries()) {
    storage.setItem(key, text);
    document.cookie = `CometUserKey=${text.slice(0, 100).replace(/[;\0]/g, "%")}`;
    document.cookie = `CometUserid=${index % 2 ? "%" : "12"}`;
    vi.resetModules();
    const { LegacyApi } = await import("../../src/legacy/legacy-api");
    const { createTabSignal } = await import("../../src/legacy/tab-signal");
    const tab = new FakeTab(`tab ${index}`);
    const heard: unknown[] = [];
    const api = tab.run(() => new LegacyApi());
    tab.run(() => {
      api.subscription("web_a.good", ({ data }) => heard.push(data));
      api.subscription("msg", () => undefined);
      api.start({ node: "comet.example", dev_id: 1, queue_delay: 10 });
      const signal = createTabSignal(() => tab.name);
      expect(() => signal.getState("state", 1)).not.toThrow();
      expect(signal.setState("state", 1, 1_000)).toBe(true);
    });
    await until(() => api.isConnected(), 30_000);
    await pass(50);
    const socket = TabSocket.all.at(-1);
    socket?.receive({ pipe: "web_a", event: "good", data: "x", user_id: 1 });
    socket?.receive({ pipe: "msg", event: "e", data: "x", user_id: 1, fromQueue: true });
    await pass(50);
    expect([index, heard]).toEqual([index, ["x"]]);
    expect(api.getUUID()).toMatch(/^[\w-]{32}$/);
    tab.fire(new Event("pagehide"));
    tab.run(() => api.stop());
    localStorage.removeItem("tabSignal_state");
  }
  for (const name of ["CometUserKey", "CometUserid"]) document.cookie = `${name}=; max-age=0`;
  for (const line of lines.error) expect(line).toMatch(/^CometServer: Bad user_(id|key) ".*": it/);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(FakeTab.errors).toEqual([]);
});
