/** The contract of the connection, and of its errors. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { proves } from "./compat-record";
import { ContractPage, type InPage, type Subject } from "./contract-page";
import { until } from "../support/until";
import type { DemoStage } from "./demo";

/** In the page. */
declare const api: InPage["api"];
declare const events: InPage["events"];

const { version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { version: string };

function listen(): void {
  api.on("connect", () => events.push("connect"));
  api.on("authorized", () => events.push("authorized"));
  api.on("denied", () => events.push("denied"));
  api.onAuthSuccess(() => events.push("success"));
  api.onAuthFail(() => events.push("fail"));
  api.onAuthFalill(() => events.push("falill"));
}

function identity() {
  return {
    authorized: api.isAuthorized(),
    connected: api.isConnected(),
    master: api.isMaster(),
    userId: api.getUserId(),
    key: api.getUserKey(),
    realKey: api.getRealUserKey(),
    devId: api.getDevId(),
  };
}

export function connectionTests(stage: DemoStage, subject: Subject): void {
  test("connection, authorisation and identity", async () => {
    proves("start", "restart", "onAuthSuccess", "onAuthFail", "onAuthFalill", "isAuthorized");
    proves("isMaster", "isConnected", "getUserId", "getUserKey", "getRealUserKey", "getDevId");
    proves("getUUID", "option user_id", "option user_key", "option node");
    const { comet } = stage.demo;
    const { page } = await ContractPage.open(stage, subject, [7, 0]);
    await page.evaluate(listen);
    expect(await page.evaluate(identity)).toEqual({
      ...{ authorized: undefined, connected: false, master: undefined },
      ...{ userId: "", key: "", realKey: "", devId: expect.any(Number) },
    });

    const isStarted = await page.evaluate(() =>
      api.start({ node: location.host, user_id: 7, user_key: "key-of-7" }, () => events.push("on")),
    );
    expect(isStarted).toBe(true);
    await until(() => page.evaluate(() => [...events].sort())).toEqual([
      "authorized",
      "connect",
      "on",
      "success",
    ]);
    const seven = { userId: "7", key: "key-of-7", realKey: "key-of-7", devId: 0 };
    const connected = { connected: true, master: subject.role === "leader" };
    expect(await page.evaluate(identity)).toEqual({ authorized: true, ...connected, ...seven });
    const uuid = await page.evaluate(() => api.getUUID());
    expect(comet.connections).toContainEqual(expect.objectContaining({ userId: 7, uuid }));

    await page.evaluate(() => events.splice(0));
    await page.evaluate(() => api.restart({ user_id: null, user_key: null }));
    await until(() => page.evaluate(() => [...events].sort())).toEqual([
      "connect",
      "denied",
      "fail",
      "falill",
    ]);
    const nobody = { userId: "", key: "", realKey: "", devId: 0 };
    expect(await page.evaluate(identity)).toEqual({ authorized: false, ...connected, ...nobody });
    const present = subject.role === "leader" ? [0] : [0, 7];
    await until(() => comet.connections.map(({ userId }) => userId).sort()).toEqual(present);
  });

  test("reports the tab's role, its id and the other tabs", async () => {
    const { page } = await ContractPage.open(stage, subject, [0]);
    await page.evaluate(() => {
      api.on("master", () => events.push("master"));
      api.on("slave", () => events.push("slave"));
      api.on("tabs", ({ tabs }) => events.push(tabs.length));
      api.start({ node: location.host });
    });
    const isMaster = subject.role === "leader";
    await until(() => page.evaluate(() => events)).toEqual(isMaster ? ["master", 1] : ["slave", 2]);
    const { tab, master, epoch, tabs } = await page.evaluate(() => api.inspect());
    expect(tab).toBe(await page.evaluate(() => api.getTabUUID()));
    expect({
      isMaster: master === tab,
      epoch,
      count: tabs.length,
      isListed: tabs.includes(tab),
    }).toEqual({ isMaster, epoch: 1, count: isMaster ? 1 : 2, isListed: true });
  });

  test("reconnects after a loss, stops, and starts again", async () => {
    proves("stop", "start", "a server that closes");
    const { comet } = stage.demo;
    const { page } = await ContractPage.connect(stage, subject);
    await page.evaluate(() => {
      const end = api.on("disconnect", (code) => {
        events.push(code);
        end();
      });
      api.on("connect", () => events.push("connect"));
      api.on("gap", ({ channel, from, to }) => events.push({ channel, isTime: from <= to }));
      api.subscription("web_room");
    });
    await until(() => comet.connections[0]?.channels).toEqual(["web_room"]);
    const back = [1006, "connect", { channel: "web_room", isTime: true }];
    comet.closeConnections();
    await until(() => page.evaluate(() => events)).toEqual(back);
    await page.evaluate(() => api.stop());
    await until(() => comet.connections.flatMap(({ channels }) => channels)).toEqual([]);
    expect(comet.connections).toHaveLength(subject.role === "leader" ? 0 : 1);
    expect(await page.evaluate(() => [api.isConnected(), events])).toEqual([false, back]);
    await page.evaluate(() => api.start());
    await until(() => page.evaluate(() => events)).toEqual([...back, "connect"]);
  });

  test("members without effect on the connection return what is documented", async () => {
    proves("version", "options", "setRealUserKey", "getRealUserKey", "getUUID", "getTabUUID");
    proves(
      "getCustomString",
      "getUrl",
      "UseWebSocket",
      "UseWss",
      "isUseWss",
      "LogLevel",
      "setLogLevel",
    );
    proves("getLogLevel", "Base64.encode", "Base64.decode", "stripslashes");
    proves("localStorage.comet_server_uuid", "localStorage.comet_LogLevel");
    const { page, visitor } = await ContractPage.connect(stage, subject, 7);
    const small = await page.evaluate(() => {
      api.setRealUserKey("other");
      api.setLogLevel(1);
      const level = [api.LogLevel, api.getLogLevel(), localStorage.getItem("comet_LogLevel")];
      api.setLogLevel(0);
      return {
        ...{ version: api.version, node: api.options.node === location.host, level },
        realKey: api.getRealUserKey(),
        lengths: [api.getUUID(), api.getTabUUID(), api.getCustomString(), api.getCustomString(5)],
        isSame: api.getUUID() === api.getUUID() && api.getTabUUID() === api.getTabUUID(),
        urls: [api.getUrl().replace(location.host, "HOST"), api.getUrl("other:1/path")],
        stored: localStorage.getItem("comet_server_uuid") === api.getUUID(),
        ways: [
          api.UseWebSocket(true),
          api.UseWebSocket(false),
          api.UseWss(),
          api.isUseWss(),
          api.UseWss(true),
        ],
        isUseWss: api.isUseWss(),
        texts: [api.Base64.encode("é😀"), api.Base64.decode("w6nwn5iA"), api.stripslashes("a\\'b")],
      };
    });
    expect({ ...small, lengths: small.lengths.map(({ length }) => length) }).toEqual({
      ...{ version, node: true, level: [1, 1, "1"], realKey: "other", isSame: true },
      lengths: [32, 16, 10, 5],
      urls: ["HOST", "other:1/path"].map(
        (node) =>
          `ws://${node}/ws/sesion=key-of-7&myid=7&devid=0&v=${version.slice(0, 4)}` +
          `&uuid=${small.lengths[0]}&api=js`,
      ),
      ...{ ways: [true, true, false, false, true], isUseWss: true, stored: true },
      texts: ["w6nwn5iA", "é😀", "a'b"],
    });
    const lines = await visitor.takeProblems();
    expect(lines).toEqual([expect.stringMatching(/^warning: CometServer: long polling/)]);
  });

  test("reports mistakes, refusals and unconfirmed messages", async () => {
    const { comet } = stage.demo;
    const { page, visitor } = await ContractPage.connect(stage, subject);
    const results = await page.evaluate(() => {
      api.on("error", ({ code, name, message, value }) =>
        events.push({ code, name, text: message !== "", value }),
      );
      api.on("unconfirmed", ({ channel, event, message, reason }) =>
        events.push({ channel, event, message, text: reason !== "" }),
      );
      const callback = () => undefined;
      return [
        ...[api.subscription("bad name"), api.web_pipe_send("news", "e", 1), api.unsubscription()],
        ...[api.count_users_in_pipe("news", callback), api.getTrackPipeUsers("web_x", callback)],
        ...[api.getUserData(0, callback), api.get_pipe_log("a b")],
        api.web_pipe_send("webauth_x", "e", 1),
      ];
    });
    expect(results).toEqual([false, undefined, false, false, false, false, false, true]);
    const refused = { code: "refused", name: "CometError", text: true };
    await until(() => page.evaluate(() => events)).toEqual([refused]);
    const lines = await visitor.takeProblems();
    expect(lines.map((line) => /^\w+: CometServer: /.test(line))).toEqual(lines.map(() => true));
    expect(lines).toHaveLength(8);

    comet.withholdAnswers(["web_pipe2"]);
    await page.evaluate(() => api.web_pipe_send("web_x", "e", 1));
    await until(() => comet.heldAnswers).toBe(1);
    comet.closeConnections();
    const unconfirmed = { channel: "web_x", event: "e", message: 1, text: true };
    await until(() => page.evaluate(() => events)).toEqual([refused, unconfirmed]);
    expect(await visitor.takeProblems()).toEqual([]); // nobody can act on it
  });
}
