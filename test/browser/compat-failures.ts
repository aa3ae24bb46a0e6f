/** Where the originals fail: content, size, number of channels, a server that closes. */
import { expect, test } from "vitest";
import { proves } from "./compat-record";
import { ContractPage, type InPage, type Subject } from "./contract-page";
import { playServer } from "./contract-wire";
import { until } from "../support/until";
import type { DemoStage } from "./demo";

/** In the page. */
declare const api: InPage["api"];
declare const events: InPage["events"];

/** Messages of all lengths around those of damaged frames, with every escaped character. */
const PAYLOADS: unknown[] = [
  ...Array.from({ length: 60 }, (_, length) => "x".repeat(length)),
  ...Array.from({ length: 60 }, (_, length) => ({ n: length, text: "y".repeat(length) })),
  ...["it's", `"quoted"`, "back\\slash", "C:\\new\\table", "line 1\nline 2\r\n\ttab", "😀 привет"],
  ...["1,2,3", "12", "true", "", "{", "null", "\\u0041", "%20&<b>", "'; DROP TABLE x; --"],
  ...[0, -1.5, true, false, null, [], {}, [["it's", { deep: `'"\\` }]], { "a'b": 1 }],
];

export function failureTests(stage: DemoStage, subject: Subject): void {
  test("any JSON from pages and from the back end arrives unchanged", async () => {
    const { comet } = stage.demo;
    proves("any JSON arrives", "data", "web_pipe_send", "version");
    const anna = await ContractPage.connect(stage, subject);
    const ben = await ContractPage.connect(stage, subject);
    await ben.hear("web_room");
    await anna.page.evaluate(
      (all) => all.map((one) => api.web_pipe_send("web_room", "page", one)),
      PAYLOADS,
    );
    await anna.settle();
    for (const one of PAYLOADS) comet.publish("web_room", "backend", one);
    comet.publish("web_room", "backend", "line 1\\nline 2, it\\'s text", { raw: true });
    const lists = await ben.heardFrom(anna);
    const heard = lists["web_room"]?.map(({ data }) => data);
    const version = await anna.page.evaluate(() => api.version);
    expect(comet.connections.map(({ apiVersion }) => version.startsWith(apiVersion))).toEqual([
      ...[true, true],
    ]);
    expect(heard).toEqual([...PAYLOADS, ...PAYLOADS, "line 1\nline 2, it's text"]);
  });

  test("a message that is too large and the 321st channel are rejected with an error; the rest stays", async () => {
    const { comet } = stage.demo;
    proves("a message that is too large", "the 321st channel");
    const anna = await ContractPage.connect(stage, subject);
    const ben = await ContractPage.connect(stage, subject);
    await ben.hear("web_room");
    const attempts = comet.connectionAttempts;
    const sent = await anna.page.evaluate(() => [
      api.web_pipe_send("web_room", "e", "x".repeat(70_000)),
      api.web_pipe_send("web_room", "e", "y".repeat(60_000)),
    ]);
    expect(sent).toEqual([undefined, true]);
    expect((await ben.heardFrom(anna))["web_room"]?.map(({ data }) => data)).toEqual([
      "y".repeat(60_000),
    ]);
    const ids = await anna.page.evaluate(() =>
      Array.from({ length: 330 }, (_, index) => api.subscription(`web_${index}`)),
    );
    expect(ids.map((id) => typeof id)).toEqual([
      ...Array.from({ length: 320 }, () => "string"),
      ...Array.from({ length: 10 }, () => "boolean"),
    ]);
    await until(() => comet.connections.map(({ channels }) => channels.length).sort()).toEqual([
      ...[1, ...Array.from({ length: 10 }, () => 32)],
    ]);
    const lines = await anna.visitor.takeProblems();
    expect(lines[0]).toMatch(/^error: CometServer: .*65,?535/);
    expect(lines.slice(1).every((line) => /^error: .*web_32\d.*320 channels/.test(line))).toBe(
      true,
    );
    expect([lines.length, comet.connectionAttempts]).toEqual([11, attempts + 9]);
  });

  test("reconnects after the server closes cleanly, and dispatches nothing twice", async () => {
    proves("a server that closes", "onAuthSuccess", "isAuthorized");
    const info = { authorized: true, data: "key" };
    const { tab, send, end } = await playServer(stage, subject, info);
    await tab.page.evaluate(() => {
      events.splice(0);
      api.onAuthSuccess(() => events.push("success"));
      api.on("connect", () => events.push("connect"));
    });
    await until(() => tab.events()).toEqual(["success"]);
    end();
    await until(() => tab.events()).toEqual(["success", "connect"]);
    send({ data: "1", event: "e", pipe: "web_room" });
    await until(async () => (await tab.events()).slice(2)).toMatchObject([{ data: 1 }]);
    expect(await tab.page.evaluate(() => api.isAuthorized())).toBe(true);
  });

  test("never writes a key to the console, at any level", async () => {
    const { comet } = stage.demo;
    proves("keys on the console", "setLogLevel", "LogLevel");
    const tab = await ContractPage.connect(stage, subject, 7);
    const { page, visitor } = tab;
    await page.evaluate(() => {
      api.setLogLevel(0);
      api.LogLevel = 1;
      api.on("connect", () => events.push("connect"));
    });
    comet.closeConnections();
    await until(() => tab.events()).toEqual(["connect"]);
    await page.evaluate(() => {
      api.restart({ user_key: "key-of-7" });
      api.restart({ user_key: "key-of-7 with blanks" });
    });
    await until(() => page.evaluate(() => api.isAuthorized())).toBe(false);
    const lines = await visitor.takeProblems();
    expect(lines.filter((line) => line.includes("key-of-7"))).toEqual([]);
    const connected = lines.filter((line) => /^log: CometServer: connected/.test(line));
    expect(connected.length).toBeGreaterThan(1);
  });
}
