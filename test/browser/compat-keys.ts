/** Subscription keys that contract-messages.ts does not use. */
import { expect, test } from "vitest";
import { proves } from "./compat-record";
import { ContractPage, type InPage, type Subject } from "./contract-page";
import { until } from "../support/until";
import type { DemoStage } from "./demo";

/** In the page. */
declare const api: InPage["api"];

const BAD_KEYS = ["a", "bad name", "a.b", ".event", "#", "web_ä", "x".repeat(64), "web_a\nb c"];

export function keyTests(stage: DemoStage, subject: Subject): void {
  test("users going online and offline, and joining a channel, are reported", async () => {
    const { comet } = stage.demo;
    proves('key "user_status_12.online"', 'key "track_x.subscription"');
    proves("data", "server_info.user_id", "server_info.pipe", "server_info.event");
    const anna = await ContractPage.connect(stage, subject);
    const user = (event: string) => [`user_status_12.${event}`, `user_status_12.${event}`];
    const keys = [...user("online"), ...user("offline"), "user_status_13.online"];
    await anna.hear(...keys, "track_x.subscription", "track_x.unsubscription");
    const ben = await ContractPage.connect(stage, { ...subject, role: "leader" }, 12);
    await ben.hear("track_x");
    const uuid = comet.connections.at(-1)?.uuid;
    await ben.page.evaluate(() => api.stop());
    await until(() => comet.connections.length).toBe(1);

    const lists = await anna.heardFrom(anna);
    for (const event of ["online", "offline"]) {
      const [one, other, ...rest] = lists[`user_status_12.${event}`] ?? [];
      expect(one?.server_info).toMatchObject({ pipe: "user_status_12", event, user_id: 0 });
      expect([other, rest]).toEqual([one, []]);
    }
    expect(lists["user_status_13.online"]).toEqual([]);
    for (const event of ["subscription", "unsubscription"])
      expect(lists[`track_x.${event}`]).toMatchObject([
        { data: { user_id: 12, uuid }, server_info: { pipe: "track_x", event } },
      ]);
  });

  test("accepts the longest and shortest names and events with dots, and rejects bad keys", async () => {
    const { comet } = stage.demo;
    proves('key "channel"', 'key "channel.event"', "bad keys", "a key without a callback");
    const anna = await ContractPage.connect(stage, subject);
    const [short, long] = ["a-", "x".repeat(63)] as const;
    const keys = [short, long, "a-.b", "a-.b.c", "a-._cometApi"];
    await anna.hear(...keys);
    expect(await anna.page.evaluate(() => api.subscription("web_silent"))).toBeTruthy();
    await until(() => comet.connections[0]?.channels.length).toBe(3);
    comet.publish(short, "b", 1);
    comet.publish(short, "c", 2);
    comet.publish(long, "b", 3);
    comet.publish("web_silent", "b", 4);
    const lists = await anna.heardFrom(anna);
    const heard = keys.map((key) => lists[key]?.map(({ data }) => data));
    expect(heard).toEqual([[1, 2], [3], [1], [], []]);

    const ids = await anna.page.evaluate(
      (all) => all.map((key) => api.subscription(key)),
      BAD_KEYS,
    );
    expect(ids).toEqual(BAD_KEYS.map(() => false));
    const lines = await anna.visitor.takeProblems();
    expect(lines).toHaveLength(BAD_KEYS.length);
    for (const [index, line] of lines.entries()) {
      expect(line).toContain("error: CometServer: ");
      expect(line).toContain(BAD_KEYS[index]?.split("\n").at(-1));
      expect(line).toContain("2 to 63 characters");
    }
    expect(comet.connections[0]?.channels.toSorted()).toEqual([short, "web_silent", long].sort());
  });
}
