/** The names that the script file gives to a page, and several instances on one page. */
import { expect, test } from "vitest";
import type { TabSignal } from "../../src/legacy/contract";
import type { PageGlobals } from "../../src/legacy/page-globals";
import { proves } from "./compat-record";
import { ContractPage, type InPage, type Subject } from "./contract-page";
import { until } from "../support/until";
import type { DemoStage } from "./demo";

/** In the page. */
declare const window: Window & Required<PageGlobals>;
declare const api: InPage["api"];
declare const create: InPage["create"];
declare const events: InPage["events"];
/** Further instances. */
declare const others: InPage["api"][];

export function globalTests(stage: DemoStage, subject: Subject): void {
  test("has the globals, and the prototype members that old pages read", async () => {
    proves("cometApi", "CometServer()", "cometServerApi", "_cometServerApi", "tabSignal");
    proves("_cometServerApi.prototype.stripslashes", "_cometServerApi.prototype.options");
    proves("_cometServerApi.prototype.Base64", "comet_server_signal()");
    const { page } = await ContractPage.open(stage, subject, [7]);
    await page.evaluate(() => {
      const options = { node: location.host, user_id: 7, user_key: "key-of-7" };
      window.CometServer().start(options, () => events.push("connected"));
    });
    await until(() => page.evaluate(() => events)).toEqual(["connected"]);
    const names = await page.evaluate(() => {
      const { cometApi, CometServer, cometServerApi, _cometServerApi } = window;
      const { prototype } = _cometServerApi;
      return {
        one: CometServer() === cometApi && cometApi instanceof cometServerApi,
        constructor: _cometServerApi === cometServerApi,
        another: new cometServerApi() !== cometApi,
        connected: [cometApi.isConnected(), cometApi.isMaster(), cometApi.getUserId()],
        texts: [prototype.stripslashes("it\\'s"), prototype.Base64.decode("aGk=")],
        options: prototype.options === cometApi.options && prototype.options.user_id,
        signal: window.comet_server_signal() === window.tabSignal,
      };
    });
    expect(names).toEqual({
      ...{ one: true, constructor: true, another: true, options: 7, signal: true },
      connected: [true, subject.role === "leader", "7"],
      texts: ["it's", "hi"],
    });
  });

  test("leaves an existing tabSignal of the page alone", async () => {
    proves("tabSignal");
    const before = () => {
      const library = { connect: () => "of the page" };
      Object.assign(window, { tabSignal: library, library });
    };
    const tab = await ContractPage.open(stage, subject, [0], { before });
    const isLibrary = await tab.page.evaluate(() => {
      const library: unknown = Reflect.get(window, "library");
      const { tabSignal, comet_server_signal } = window as unknown as Record<string, TabSignal>;
      return [tabSignal === library, tabSignal?.connect("", () => 0), comet_server_signal];
    });
    expect(isLibrary.slice(0, 2)).toEqual([true, "of the page"]);
    await tab.page.evaluate(() => api.start({ node: location.host }));
    await until(() => tab.page.evaluate(() => api.isConnected())).toBe(true);
    await tab.page.evaluate(() => api.subscription("web_room", ({ data }) => events.push(data)));
    await tab.settle();
    stage.demo.comet.publish("web_room", "e", 1);
    await until(() => tab.events()).toEqual([1]);
  });

  test("instances of one visitor share the connection and have subscriptions of their own", async () => {
    const { comet } = stage.demo;
    proves("new cometServerApi(options)", "instances of one visitor");
    const tab = await ContractPage.connect(stage, subject);
    await tab.page.evaluate(() => {
      const more = [create({ node: location.host }), create({ node: location.host })];
      Object.assign(window, { others: more });
      for (const [index, one] of [api, ...more].entries()) {
        one.subscription("web_room", ({ data }) => events.push([index, data]));
        one.start();
      }
    });
    const areConnected = () => others.every((one) => one.isConnected());
    await until(() => tab.page.evaluate(areConnected)).toBe(true);
    await tab.settle();
    expect(comet.connections.map(({ channels }) => channels)).toEqual([["web_room"]]);
    const heard = async () => (await tab.events()).map((event) => JSON.stringify(event)).sort();
    comet.publish("web_room", "e", 1);
    await until(heard).toEqual(["[0,1]", "[1,1]", "[2,1]"]);

    await tab.page.evaluate(() => events.splice(0));
    await tab.page.evaluate(() => others[0]?.web_pipe_send("web_room", "e", "from 1"));
    await until(heard).toEqual(['[0,"from 1"]', '[2,"from 1"]']);

    await tab.page.evaluate(() => {
      events.splice(0);
      others[1]?.stop();
    });
    comet.publish("web_room", "e", 2);
    await until(heard).toEqual(["[0,2]", "[1,2]"]);
    expect(comet.connections).toHaveLength(1);
  });

  test("instances of two visitors have connections, messages and roles of their own", async () => {
    const { comet } = stage.demo;
    proves("new cometServerApi(options)", "instances of two visitors");
    const tab = await ContractPage.open(stage, subject, [7, 8]);
    await tab.page.evaluate(() => {
      const more = [7, 8].map((user_id) =>
        create({ node: location.host, user_id, user_key: `key-of-${user_id}` }),
      );
      Object.assign(window, { others: more });
      for (const one of more) {
        one.subscription("msg.greet", ({ data }) => events.push([one.getUserId(), data]));
        one.start();
      }
    });
    const roles = () => tab.page.evaluate(() => others.map((one) => one.isMaster()));
    const isMaster = subject.role === "leader";
    await until(roles).toEqual([isMaster, isMaster]);
    await until(() => tab.page.evaluate(() => others.map((one) => one.isAuthorized()))).toEqual([
      ...[true, true],
    ]);
    expect(comet.connections.map(({ userId }) => userId).sort()).toEqual([7, 8]);
    expect([comet.sendToUser(7, "greet", "a"), comet.sendToUser(8, "greet", "b")]).toEqual([1, 1]);
    await until(async () => (await tab.events()).sort()).toEqual([
      ["7", "a"],
      ["8", "b"],
    ]);
  });
}
