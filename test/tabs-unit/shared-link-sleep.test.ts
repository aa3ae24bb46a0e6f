/** What tabs say of the time in which the master could not run. */
import { expect, it } from "vitest";
import { pass, settle, until } from "../support/fake-tab";
import {
  describeWays,
  expectAgreement,
  expectHeard,
  group,
  LONG,
  masters,
  type Page,
  pages,
  say,
  server,
  usePages,
} from "./pages";

usePages();

const SLEEP_MS = 5_000;

/** The tab reads one message late, and never the one that came when its connection was gone. */
async function sleep({ tab }: Page, endConnection: () => void): Promise<void> {
  tab.freeze();
  say();
  await settle();
  endConnection();
  await pass(500);
  say();
  await pass(SLEEP_MS);
  tab.thaw();
}

describeWays(({ isByLock }) => {
  it.each([["alone", ["a"]] as const, ["with others", ["b", "a", "c"]] as const])(
    "%s, announce what was lost while the master could not run",
    async (_, names) => {
      const [first] = await group(...names);
      await sleep(first, () => server.drop());
      await pass(LONG);
      expectAgreement();
      for (const page of pages) {
        expectHeard(page, 0);
        expect([page.tab.name, page.gaps.length]).toEqual([page.tab.name, 1]);
      }
    },
  );

  // Without locks the others have a new master by then.
  if (isByLock)
    it("announce what a master lost that dies right after it slept", async () => {
      const [first, second] = await group("b", "a", "c");
      await sleep(first, () => {
        // It is not told.
        for (const connection of server.open) connection.heard = [];
      });
      await until(() => second.heard.length > 0);
      first.tab.kill();
      await pass(LONG);
      expectAgreement();
      for (const page of pages) if (page !== first) expectHeard(page, 0);
    });
  // By locks it hears of its successor at once.
  else
    it("announce what a master may have missed since another leads", async () => {
      const [first] = await group("b", "a", "c");
      first.tab.cut();
      for (const connection of server.open) connection.heard = [];
      while (masters().length < 2) {
        first.publish("own");
        await pass(100);
      }
      for (let rest = 40; rest--;) {
        say();
        first.publish("own");
        await pass(100);
      }
      first.tab.heal();
      await pass(LONG);
      expectAgreement();
      for (const page of pages) expectHeard(page, 0);
    });
});
