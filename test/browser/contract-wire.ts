/** Frames of other servers: every documented field is read, and no other. */
import { expect, test } from "vitest";
import type { LegacyOptions } from "../../src/legacy/contract";
import type { CometMessage } from "../../src/api/types";
import { proves } from "./compat-record";
import { ContractPage, type InPage, type Subject } from "./contract-page";
import { until } from "../support/until";
import type { DemoStage } from "./demo";
import type { Connection } from "./scripted-server";

/** In the page. */
declare const api: InPage["api"];
declare const events: InPage["events"];
declare const heard: Record<string, unknown[]>;

export async function playServer(
  stage: DemoStage,
  subject: Subject,
  info: object,
  options: LegacyOptions = {},
) {
  let connection: Connection | undefined;
  const send = (frame: object) => connection?.send(frame);
  const tab = await ContractPage.open(stage, subject, [0], {
    serve: (opened) => {
      connection = opened;
      send({ event: "serverInfo", pipe: "sys", ...info });
    },
  });
  await tab.page.evaluate((more) => {
    api.subscription((message) => events.push(message));
    api.on("error", ({ code, value }) => events.push({ code, value }));
    api.start({ node: location.host, ...more });
  }, options);
  await until(() => tab.page.evaluate(() => api.isConnected())).toBe(true);
  return { tab, send, end: () => connection?.close() };
}

export function wireTests(stage: DemoStage, subject: Subject): void {
  test("reads the frames of present and older servers", async () => {
    proves("server_info.uuid", "server_info.history", "code that a server sends");
    const server = { authorized: "true", data: "a key" };
    const { tab, send } = await playServer(stage, subject, server, { queue_delay: false });
    expect(await tab.page.evaluate(() => [api.isAuthorized(), api.getRealUserKey()])).toEqual([
      true,
      "a_key",
    ]);
    const once = { data: '{"n":1}', event: "new", pipe: "web_room", uuid: "id-1", user_id: "5" };
    for (const frame of [once, once]) send(frame);
    send({ data: "A::7;old text", event_name: "old", pipe: "web_room", history: true });
    send({ data: "psst", event: "greet", SendToUser: 9, fromQueue: true });
    send({ jscode: "window.isHacked = true", pipe: "web_room" });
    send({ data: { error: "no more", error_code: 418 }, event: "error", pipe: "sys" });

    const info = { user_id: 0, history: false, marker: undefined, uuid: undefined };
    await until(() => tab.events()).toEqual([
      {
        data: { n: 1 },
        server_info: { ...info, user_id: 5, pipe: "web_room", event: "new", uuid: "id-1" },
      },
      {
        data: "old text",
        server_info: { ...info, user_id: 7, pipe: "web_room", event: "old", history: true },
      },
      { data: "psst", server_info: { ...info, pipe: "msg", event: "greet", history: true } },
      { code: "fatal", value: 418 },
    ]);
    expect(await tab.page.evaluate(() => "isHacked" in window)).toBe(false);
    const lines = [/^warning: .*code/, /^error: .*no more/].map((line) =>
      expect.stringMatching(line),
    );
    // Frames that are of no use are the leader's business.
    expect(await tab.visitor.takeProblems()).toEqual(
      lines.slice(subject.role === "leader" ? 0 : 1),
    );
  });

  test("holds back the queue of an absent user until the page is ready, and no other message", async () => {
    proves("option queue_delay", "the queue of an absent user", "server_info.history");
    const server = { authorized: true, data: "a key" };
    const { tab, send } = await playServer(stage, subject, server, { queue_delay: 600_000 });
    const texts = async () => {
      const heard = (await tab.events()) as CometMessage[];
      return heard.map(({ data, server_info: { history } }) => [data, history]);
    };
    const frame = { event: "greet", SendToUser: 9 };
    send({ ...frame, data: "one", fromQueue: true });
    send({ ...frame, data: "live" });
    send({ ...frame, data: "two", fromQueue: true });
    send({ event: "new", pipe: "web_room", data: "of a log", history: true });
    const live = [
      ["live", false],
      ["of a log", true],
    ];
    await until(texts).toEqual(live);
    await tab.page.evaluate(() => {
      api.subscription("msg", ({ data }) => heard["msg"]?.push(data));
      heard["msg"] = [];
      api.start({ queue_delay: 0 });
    });
    const queued = ["one", "two"];
    await until(texts).toEqual([...live, ...queued.map((text) => [text, true])]);
    // All who listen by then are given it.
    expect(await tab.page.evaluate(() => heard["msg"])).toEqual(queued);
    send({ ...frame, data: "three", fromQueue: true });
    await until(async () => (await texts()).at(-1)).toEqual(["three", true]);
  });

  test("stops at a fatal error in the form of older servers", async () => {
    const { tab, send } = await playServer(stage, subject, { authorized: false, data: "" });
    send({ error: 401, data: "who are you?" });
    await until(() => tab.events()).toEqual([{ code: "fatal", value: 401 }]);
    expect(await tab.visitor.takeProblems()).toEqual([
      expect.stringMatching(/^error: .*who are you\?/),
    ]);
  });
}
