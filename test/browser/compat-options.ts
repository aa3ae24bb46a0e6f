/** The effect of options on the connection, and the visitor without options. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { LegacyOptions } from "../../src/legacy/contract";
import { proves } from "./compat-record";
import { ContractPage, type InPage, type Subject } from "./contract-page";
import { until } from "../support/until";
import type { DemoStage } from "./demo";
import type { Connection } from "./scripted-server";

/** In the page. */
declare const api: InPage["api"];
declare const create: InPage["create"];
declare const events: InPage["events"];

const { version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { version: string };

/** Connects an instance with these options, returns its visitor, and stops it. */
function startWith(tab: ContractPage, options: LegacyOptions) {
  return tab.page.evaluate(async (given) => {
    const instance = create(given);
    await new Promise<void>((resolve) => instance.start(undefined, () => resolve()));
    const names = ["getUserId", "isMaster", "getUUID", "isUseWss", "getDevId"] as const;
    const facts = names.map((name) => instance[name]());
    instance.stop();
    return facts;
  }, options);
}

/** Answers in place of any server. */
function playNobody(requests: string[]) {
  const info = { event: "serverInfo", pipe: "sys", authorized: false, data: "" };
  return ({ url, send }: Connection) => {
    requests.push(url);
    send(info);
  };
}

/** Runs in the page: writes down every address that is given to `WebSocket`. */
function watchSockets(): void {
  const addresses: string[] = [];
  const { WebSocket } = window;
  class Watched extends WebSocket {
    constructor(url: string) {
      addresses.push(url);
      super(url);
    }
  }
  Object.assign(window, { WebSocket: Watched, addresses });
}

export function optionTests(stage: DemoStage, subject: Subject): void {
  const isMaster = subject.role === "leader";

  test("each option reaches the connection", async () => {
    const { comet } = stage.demo;
    proves("option node (array)", "option nodes", "option nodeArray", "option user_id");
    proves("option user_key", "option uuid", "option roundrobin", "option nostat");
    const tab = await ContractPage.open(stage, subject, [7]);
    const opened: string[] = [];
    comet.on("connect", ({ userId, uuid }) => opened.push(`${userId} ${uuid}`));
    const { node, ...user } = tab.optionsOf(7);
    const nodes = { nodes: String(node), nodeArray: [String(node)], node: [String(node)] };
    for (const [index, [name, value]] of Object.entries(nodes).entries()) {
      const uuid = String(index).repeat(32);
      const options = { [name]: value, ...user, uuid, dev_id: 0, nostat: true };
      expect(await startWith(tab, options)).toEqual(["7", isMaster, uuid, false, 0]);
      // Whoever holds the connection gives it its id.
      if (isMaster) expect(opened.splice(0)).toEqual([`7 ${uuid}`]);
    }
    expect(opened.splice(0)).toEqual([]);
    // The second of two: 7 % 2. Other nodes, and so another group.
    const options = {
      ...user,
      node: ["b:1", String(node)],
      uuid: "r".repeat(32),
      roundrobin: true,
    };
    expect(await startWith(tab, options)).toEqual(["7", true, options.uuid, false, 0]);
    expect(opened).toEqual([`7 ${options.uuid}`]);
    expect(comet.received.filter(({ name }) => name === "statistics")).toEqual([]);
  });

  test("getUrl shows the options in the address", async () => {
    proves("option node", "option nodes", "option nodeArray", "option dev_id", "option user_id");
    proves("option user_key", "option uuid", "option wss", "getUrl");
    const { page } = await ContractPage.open(stage, subject, []);
    const urls = await page.evaluate(() => {
      const without = { nostat: true, roundrobin: true };
      const common = {
        ...without,
        dev_id: "7",
        uuid: "u".repeat(32),
        user_id: "12",
        user_key: "k",
      };
      const nodes = [{ node: "a:1" }, { nodes: ["b"], wss: true }, { nodeArray: ["c/d"] }];
      return nodes.map((own) => {
        const other = create();
        other.start({ ...common, ...own });
        other.stop();
        return other.getUrl();
      });
    });
    const path = `/ws/sesion=k&myid=12&devid=7&v=${version.slice(0, 4)}&uuid=${"u".repeat(32)}&api=js`;
    expect(urls).toEqual([`ws://a:1${path}`, `wss://b${path}`, `ws://c/d${path}`]);
  });

  test("without options, the visitor comes from the cookies", async () => {
    const { comet } = stage.demo;
    proves("option CookieKyeName", "option CookieIdName", "start");
    const tab = await ContractPage.open(stage, subject, [7, 8]);
    await tab.page.evaluate(() => {
      document.cookie = "CometUserKey=key-of-7";
      document.cookie = "CometUserid=7";
      document.cookie = "site_key=key-of-8";
      document.cookie = "site_id=8";
      const names = { CookieKyeName: "site_key", CookieIdName: "site_id" };
      const [usual, own] = [create({ node: location.host }), create({ node: location.host })];
      for (const one of [usual, own])
        one.onAuthSuccess(() =>
          events.push([one.getUserId(), one.getUserKey(), one.isMaster(), one === own]),
        );
      usual.start();
      own.start(names);
    });
    await until(async () => (await tab.events()).sort()).toEqual([
      ["7", "key-of-7", isMaster, false],
      ["8", "key-of-8", isMaster, true],
    ]);
    expect(comet.connections.map(({ userId }) => userId).sort()).toEqual([7, 8]);
  });

  test("without a node, connects to the demo server with the demo account and a warning", async () => {
    proves("option node (none)", "option dev_id", "getDevId");
    const requests: string[] = [];
    const serve = playNobody(requests);
    const tab = await ContractPage.open(stage, subject, [], { serve });
    if (!isMaster) await tab.openSister({});
    await tab.page.evaluate(() => api.start());
    await until(() => tab.page.evaluate(() => api.isConnected())).toBe(true);
    expect(await tab.page.evaluate(() => [api.isMaster(), api.getDevId()])).toEqual([isMaster, 15]);
    const address = /^ws:\/\/app\.comet-server\.ru\/ws\/sesion=&myid=&devid=15&/;
    expect(requests).toEqual([expect.stringMatching(address)]);
    const lines = await tab.visitor.takeProblems();
    expect(lines).toEqual([
      expect.stringMatching(/^warning: CometServer: no node .* app\.comet-server\.ru$/),
    ]);
    await tab.page.evaluate(() => api.restart({ node: location.host, dev_id: 3 }));
    await until(() => requests.length).toBe(2);
    expect(requests[1]).toMatch(/&devid=3&/);
    expect(await tab.page.evaluate(() => api.getDevId())).toBe(3);
  });

  test("with an empty node, no address for the demo server holds the visitor", async () => {
    proves("option node (empty)", "getUserId", "getUserKey");
    proves("keys for a server that the page did not name");
    const requests: string[] = [];
    const preparation = { serve: playNobody(requests), before: watchSockets };
    const tab = await ContractPage.open(stage, subject, [], preparation);
    if (!isMaster) await tab.openSister({ node: undefined });
    const facts = await tab.page.evaluate(async () => {
      document.cookie = "CometUserKey=secret-of-cookie";
      document.cookie = "CometUserid=9";
      const visitor = { user_id: 7, user_key: "secret-of-7" };
      // Variables that are not set, as templates and `config.node` leave them.
      const nodes = ["", null, undefined].flatMap((node) => [
        ...[{ node }, { nodes: node }, { nodeArray: node }],
      ]) as LegacyOptions[];
      const found: unknown[] = [];
      for (const options of [...nodes, { node: [] }, { node: [""] }, { node: "http://" }])
        for (const who of [visitor, {}]) {
          const one = create(who);
          await new Promise<void>((resolve) => one.start(options, resolve));
          one.restart();
          found.push([one.getUserId(), one.getUserKey(), one.isMaster()]);
          one.stop();
        }
      return { found, addresses: Reflect.get(window, "addresses") as string[] };
    });
    expect(new Set(facts.found.map(String))).toEqual(
      new Set([`7,secret-of-7,${isMaster}`, `9,secret-of-cookie,${isMaster}`]),
    );
    expect(facts.found).toHaveLength(24);
    const all = [...facts.addresses, ...requests];
    expect(all.length).toBeGreaterThan(0);
    const nobody = /^ws:\/\/app\.comet-server\.ru\/ws\/sesion=&myid=&devid=15&/;
    expect(all.filter((address) => !nobody.test(address))).toEqual([]);
    const lines = await tab.visitor.takeProblems();
    const warning = /^warning: CometServer: no node .* app\.comet-server\.ru .*user_key .*not sent/;
    expect(lines).toEqual(facts.found.map(() => expect.stringMatching(warning)));
    expect(lines.join()).not.toContain("secret");
  });
}
