/** The contract of messages and questions. */
import { expect, test } from "vitest";
import type { CometMessage, ServerInfo } from "../../src/api/types";
import { proves } from "./compat-record";
import { ContractPage, type InPage, type Subject } from "./contract-page";
import { until } from "../support/until";
import type { DemoStage } from "./demo";

/** In the page. */
declare const api: InPage["api"];
declare const events: InPage["events"];
declare const heard: InPage["heard"];

const message = (data: unknown, info: Partial<ServerInfo>): CometMessage => ({
  data,
  server_info: { user_id: 0, pipe: "web_room", event: "undefined", history: false, ...info },
});

export function messageTests(stage: DemoStage, subject: Subject): void {
  test("oncePerBrowser calls its callback in one of the tabs with the same key", async () => {
    const anna = await ContractPage.connect(stage, subject, 7);
    await anna.page.evaluate(() => {
      const once = (heard["once"] = [] as CometMessage[]);
      if (!api.oncePerBrowser("web_room.new", (one) => once.push(one))) throw new Error("refused");
    });
    await anna.settle();
    stage.demo.comet.publish("web_room", "new", "one");
    stage.demo.comet.publish("web_room", "old", "two");
    const once = () => anna.page.evaluate(() => heard["once"]);
    await until(once).toEqual([message("one", { event: "new" })]);
  });

  test("publishes and subscribes in every documented way", async () => {
    proves("subscription", "Subscription", "web_pipe_send", "a message of one tab");
    proves('key "channel"', 'key "channel.event"', 'key "#channel"', 'key ""');
    proves('key "answer_to_channel"', 'key "_answer_to_channel"', "a key of several lines");
    proves("a function as the key", "a key without a callback", "data", "server_info.user_id");
    proves("server_info.pipe", "server_info.event", "server_info.history");
    const anna = await ContractPage.connect(stage, subject, 7);
    const ben = await ContractPage.connect(stage, subject);
    const others = ["#web_room", "answer_to_web_room", "_answer_to_web_room"];
    await anna.hear("web_room", ...others);
    await ben.hear("web_room", "web_room.new", "web_other\nweb_room", "@web_room");
    await ben.page.evaluate(() => {
      const everything = (heard["()"] = [] as CometMessage[]);
      api.subscription((one) => everything.push(one));
      const alias = (heard["Subscription"] = [] as CometMessage[]);
      api.Subscription("", (one) => alias.push(one));
      api.subscription("web_joined");
    });
    await ben.settle();
    expect(stage.demo.comet.connections[1]?.channels).toContain("web_joined");

    const sent = await anna.page.evaluate(() => [
      api.web_pipe_send("web_room", "new", { quote: `it's "it"`, list: [1, null] }),
      api.web_pipe_send("web_room", null, "text"),
      api.web_pipe_send("web_room", 12),
      api.web_pipe_send("web_room.new", false),
      api.web_pipe_send("@web_room", "new", "from nobody"),
      api.web_pipe_send("web_room", undefined),
    ]);
    expect(sent).toEqual([true, true, true, true, true, false]);
    const lines = await anna.visitor.takeProblems();
    expect(lines).toEqual([expect.stringMatching(/^error: CometServer: .*message/)]);

    const first = message({ quote: `it's "it"`, list: [1, null] }, { user_id: 7, event: "new" });
    const all = [
      first,
      message("text", { user_id: 7 }),
      message(12, { user_id: 7 }),
      message(false, { user_id: 7, event: "new" }),
      message("from nobody", { event: "new" }),
    ];
    const lists = await ben.heardFrom(anna);
    expect(lists["web_room.new"]).toEqual(all.filter((one) => one.server_info.event === "new"));
    for (const key of ["web_room", "web_other\nweb_room", "@web_room", "()", "Subscription"])
      expect(lists[key], key).toEqual(all);

    const reports = await anna.heardFrom(ben);
    expect(reports["web_room"]).toEqual([]);
    for (const key of others) {
      expect(reports[key]?.map(({ data }) => (data as { message: unknown }).message)).toEqual(
        all.map(({ data }) => data),
      );
      const data = { message: first.data, number_messages: 1 };
      const info = { pipe: "_answer_to_web_room", event: "answer" };
      expect(reports[key]?.[0]).toEqual(message(data, info));
    }
  });

  test("listeners get objects of their own, in order, even if one of them throws", async () => {
    proves("an object of its own", "a listener that throws");
    const anna = await ContractPage.connect(stage, subject);
    const ben = await ContractPage.connect(stage, subject);
    await ben.page.evaluate(() => {
      api.subscription("web_room", (one) => {
        one.data.touched = true;
        events.push("first");
        throw new Error("thrown by a listener");
      });
    });
    await ben.hear("web_room");
    await anna.page.evaluate(() => api.web_pipe_send("web_room", "e", { n: 1 }));
    expect((await ben.heardFrom(anna))["web_room"]).toEqual([message({ n: 1 }, { event: "e" })]);
    expect(await ben.events()).toEqual(["first"]);
    await until(() => ben.visitor.takeProblems()).toEqual([
      "uncaught: Error: thrown by a listener",
    ]);
  });

  test("a message sent several times is dispatched once", async () => {
    proves("multi_web_pipe_send");
    const { comet } = stage.demo;
    const anna = await ContractPage.connect(stage, subject);
    const ben = await ContractPage.connect(stage, subject);
    await ben.hear("web_room");
    const isSent = await anna.page.evaluate(() =>
      api.multi_web_pipe_send("web_room", "e", { n: 1 }, 3, 20),
    );
    expect(isSent).toBe(true);
    const copies = () => comet.received.filter(({ name }) => name === "web_pipe2");
    await until(() => copies().length).toBe(3);
    expect((await ben.heardFrom(anna))["web_room"]).toEqual([message({ n: 1 }, { event: "e" })]);

    // The original knows the copies by this name, and so does this one.
    const marks = copies().map(({ text }) => /"_cometApi_uuid":"(\w+)"/.exec(text)?.[1]);
    expect(marks).toEqual([expect.any(String), marks[0], marks[0]]);
    for (const n of [3, 4]) comet.publish("web_room", "e", { n, _cometApi_uuid: "of another" });
    const two = [1, 3].map((n) => message({ n }, { event: "e" }));
    expect((await ben.heardFrom(anna))["web_room"]).toEqual(two);

    const before = Date.now();
    await anna.page.evaluate(() => api.multi_web_pipe_send("web_room", "e", { n: 2 }));
    await until(() => copies().length).toBe(6);
    const [, second = 0, third = 0] = copies()
      .slice(3)
      .map(({ at }) => at);
    // A second apart: timers may be late, but not early.
    expect([second - before > 950, third - before > 1_950]).toEqual([true, true]);
    const all = [1, 3, 2].map((n) => message({ n }, { event: "e" }));
    expect((await ben.heardFrom(anna))["web_room"]).toEqual(all);
  });

  test("answers questions for counts, users and user data, and sends statistics", async () => {
    proves("count_users_in_pipe", "getTrackPipeUsers", "getUserData", "sendStatistics");
    proves('key "track_x.subscription"', "server_info.marker");
    const { comet } = stage.demo;
    const anna = await ContractPage.connect(stage, subject, 7);
    await anna.hear("track_room.subscription");
    const ben = await ContractPage.connect(stage, subject);
    await ben.hear("track_room");
    const data = { name: `Anna "A." O'Hara` };
    comet.setUserData(7, data);
    await anna.page.evaluate(() => {
      api.count_users_in_pipe("track_room", (answer) => events.push(answer));
      api.getTrackPipeUsers("track_room", (answer) => events.push(answer));
      api.getUserData(7, (answer) => events.push(answer));
      api.sendStatistics("library", "1.0", { a: 1 });
    });
    const joined = await anna.heardFrom(ben);
    const [one, other] = comet.connections.map(({ userId: user_id, uuid }) => ({ user_id, uuid }));
    const info = { pipe: "track_room", event: "subscription" };
    expect(joined["track_room.subscription"]).toContainEqual(message(other, info));
    const marked = (pipe: string, event: string) => ({ pipe, event, marker: expect.any(String) });
    expect(await anna.events()).toEqual([
      message({ user_in_pipe: 2 }, marked("_answer_pipe_count", "user_in_pipe")),
      message(expect.arrayContaining([one, other]), marked("_answer", "answer")),
      message({ user_id: 7, user_data: JSON.stringify(data) }, marked("_answer", "answer")),
    ]);
    const statistics = comet.received
      .find(({ name }) => name === "statistics")
      ?.text.split("\n")[1];
    const expected = { dev_id: 0, name: "library", version: "1.0", data: { a: 1 } };
    expect(JSON.parse(statistics ?? "")).toMatchObject(expected);
  });

  test("replays a log and reports its end; the callback stays subscribed, once", async () => {
    proves("get_pipe_log", "server_info.history");
    const { comet } = stage.demo;
    comet.keepLog("web_room", 10);
    comet.publish("web_room", "old", { text: 'it\'s "SQL"\n' });
    const anna = await ContractPage.connect(stage, subject);
    await anna.page.evaluate(() => api.web_pipe_send("web_room", "old", { text: "it's JS" }));
    await anna.settle();
    await anna.page.evaluate(() => {
      const callback = (one: CometMessage) => events.push(one);
      api.get_pipe_log("web_room", callback, () => {
        events.push("end");
        api.get_pipe_log("web_room", callback, () => events.push("second end"));
      });
    });
    const log = ['it\'s "SQL"\n', "it's JS"].map((text) =>
      message({ text }, { event: "old", history: true }),
    );
    await until(() => anna.events()).toEqual([...log, "end", ...log, "second end"]);
    comet.publish("web_room", "live", 1);
    await anna.settle();
    expect((await anna.events()).slice(6)).toEqual([message(1, { event: "live" })]);
  });

  test("dispatches private messages, until the subscription ends", async () => {
    proves('key "msg"', 'key "msg.event"', "unsubscription", "unsubscriptionAll");
    const { comet } = stage.demo;
    const channels = () => comet.connections[0]?.channels;
    const anna = await ContractPage.connect(stage, subject, 7);
    const [, room] = await anna.hear("msg.greet", "web_room", "web_room", "web_more");
    await anna.hear("msg");
    comet.sendToUser(7, "greet", { n: 1 });
    comet.sendToUser(7, "other", { n: 2 });
    const heardThere = await anna.heardFrom(anna);
    expect(heardThere["msg.greet"]).toEqual([message({ n: 1 }, { pipe: "msg", event: "greet" })]);
    expect(heardThere["msg"]?.map(({ data }) => data)).toEqual([{ n: 1 }, { n: 2 }]);

    const end = (id: string | false | undefined) =>
      anna.page.evaluate((one) => api.unsubscription(one || ""), id);
    expect([await end(room), await end(room)]).toEqual([true, false]);
    comet.publish("web_room", "e", 1);
    await anna.settle();
    // Two listeners of the same key share a list: the other one is still there.
    expect((await anna.heardFrom(anna))["web_room"]).toEqual([message(1, { event: "e" })]);
    await until(channels).toEqual(["web_more", "web_room"]);
    expect(await anna.page.evaluate(() => api.unsubscriptionAll())).toBe(true);
    await until(channels).toEqual([]);
  });
}
