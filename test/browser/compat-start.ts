/** The effect of `start`, `restart` and `stop` on the connection that tabs share. */
import { expect, test } from "vitest";
import { proves } from "./compat-record";
import { ContractPage, type InPage, type Subject } from "./contract-page";
import { until } from "../support/until";
import type { DemoStage } from "./demo";

/** In the page. */
declare const api: InPage["api"];
declare const events: InPage["events"];
declare const heard: InPage["heard"];

export function startTests(stage: DemoStage, subject: Subject): void {
  test("a second start keeps an unchanged connection; a new key renews it for all tabs", async () => {
    const { comet } = stage.demo;
    proves("start", "restart", "options", "option user_key", "onAuthSuccess", "getRealUserKey");
    const { page } = await ContractPage.connect(stage, subject, 7);
    await page.evaluate(() => {
      api.onAuthSuccess(() => events.push("success"));
      api.start({ nostat: true }, () => events.push("again"));
    });
    await until(() => page.evaluate(() => [...events].sort())).toEqual(["again", "success"]);
    const options = await page.evaluate(() => api.options);
    expect(options).toMatchObject({ nostat: true, node: comet.node, user_id: 7 });
    expect(comet.connectionAttempts).toBe(1);

    comet.authorize(7, "second-key");
    await page.evaluate(() => api.restart({ user_key: "second-key" }));
    await until(() => page.evaluate(() => api.getRealUserKey())).toBe("second-key");
    comet.authorize(7, "third-key");
    await page.evaluate(() => api.start({ user_key: "third-key" }));
    await until(() => page.evaluate(() => api.getRealUserKey())).toBe("third-key");
    expect(await page.evaluate(() => [api.isAuthorized(), api.getUserKey()])).toEqual([
      ...[true, "third-key"],
    ]);
    await until(() => [comet.connectionAttempts, comet.connections.length]).toEqual([3, 1]);
    expect(await page.evaluate(() => api.isMaster())).toBe(subject.role === "leader");
    // The status stayed the same.
    expect(await page.evaluate(() => [...events].sort())).toEqual(["again", "success"]);
  });

  test("stop ends this tab alone: another tab goes on, and sent messages wait", async () => {
    const { comet } = stage.demo;
    proves("stop", "isMaster", "isConnected", "web_pipe_send", "a message of one tab");
    const tab = await ContractPage.connect(stage, subject);
    const sister = await tab.openSister();
    await sister.evaluate(() => api.subscription("web_room", ({ data }) => events.push(data)));
    await tab.hear("web_room");
    await tab.page.evaluate(() => api.stop());
    const state = await tab.page.evaluate(() => [api.isConnected(), api.isMaster()]);
    expect(state).toEqual([false, undefined]);
    // Not the stopped tab's connection, which the server may hold for a moment still.
    const id = subject.role === "leader" ? 2 : 1;
    await until(() => comet.connections).toMatchObject([{ id, channels: ["web_room"] }]);
    expect(await tab.page.evaluate(() => api.web_pipe_send("web_room", "e", "waits"))).toBe(false);
    comet.publish("web_room", "e", "while it was stopped");
    await until(() => sister.evaluate(() => events)).toEqual(["while it was stopped"]);

    await tab.page.evaluate(() => api.start());
    await until(() => sister.evaluate(() => events)).toEqual(["while it was stopped", "waits"]);
    await tab.settle();
    await sister.evaluate(() => api.web_pipe_send("web_room", "e", "of a sister"));
    const inRoom = () => tab.page.evaluate(() => heard["web_room"]?.map(({ data }) => data));
    await until(inRoom).toEqual(["of a sister"]);
    expect(comet.connections).toHaveLength(1);
  });

  test("three tabs that start together have one connection and one leader", async () => {
    const { comet } = stage.demo;
    proves("three tabs opened together", "isMaster");
    const tab = await ContractPage.open(stage, subject, [0]);
    await Promise.all([
      tab.page.evaluate(() => api.start({ node: location.host })),
      tab.openSister(),
      tab.openSister(),
    ]);
    await until(() => tab.page.evaluate(() => api.isConnected())).toBe(true);
    const pages = tab.visitor.profile.tabs; // four, with that of the leader before
    const roles = await Promise.all(pages.map((page) => page.evaluate(() => api.isMaster())));
    expect(roles.filter((isMaster) => isMaster)).toHaveLength(1);
    expect(roles).not.toContain(undefined);
    expect([comet.peakConnections, comet.connections.length]).toEqual([1, 1]);
  });
}
