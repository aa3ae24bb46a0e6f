/** A strict content security policy, and windows that forget everything. */
import { expect, inject, test } from "vitest";
import { Group } from "../faults/group";
import { startSite } from "../faults/site";
import { useFaultStage } from "../faults/stage";
import { type Way, WITH_LOCKS } from "../faults/ways";
import { connect, startBrowser } from "../support/browser/browser";

const stage = useFaultStage();

/** Three tabs in traffic, of which the leader is closed. */
async function shareAndLose(group: Group): Promise<void> {
  await group.openInTurn(3);
  await group.startTraffic();
  await group.lose(await group.leader());
  expect((await group.problems()).join("\n")).toBe("");
}

test.for(WITH_LOCKS)("under default-src 'self' tabs share a connection: $name", async (way) => {
  await shareAndLose(await stage.group(way, { csp: "" }));
});

test("in private windows tabs share a connection", async () => {
  const engine = inject("engine");
  const running = await startBrowser(engine, { isPrivate: true });
  stage.after(() => running.stop());
  const browser = await connect(engine, running.url);
  stage.after(() => browser.close());
  const site = await startSite();
  stage.after(() => site.close());
  const [way] = WITH_LOCKS as [Way];
  const group = new Group(way, site, await browser.newProfile(), {});
  stage.after(() => group.news.stop());
  await shareAndLose(group);
});
