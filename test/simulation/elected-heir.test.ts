/** The browser may give an heir the lock before it knows that the leader is gone. */
import { expect, it } from "vitest";
import { pass, settle, until } from "../support/tab-time";
import { expectAgreement, group, isOrderly, pages, say, usePages, type Page } from "./pages";

usePages();

/** Far less than it takes to depose a leader that does not answer. */
const SOON_MS = 600;

const heirOf = (page: Page) => pages.find((other) => other !== page) as Page;
const tasks = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
};

/** The heir has the lock, and is about to hear what the leader said last. */
async function electHeir(taskCount: number, end: (leader: Page) => void): Promise<Page> {
  const [leader] = await group("b", "a", "c");
  const heir = heirOf(leader);
  leader.tab.depart();
  await tasks(taskCount);
  heir.tab.cut();
  // Longer than the leader waits for its heir: it stays.
  if (end === leave) await pass(2_500);
  end(leader);
  pages.splice(pages.indexOf(leader), 1);
  await pass(50);
  heir.tab.heal();
  return heir;
}

const leave = ({ tab }: Page) => {
  tab.fire(new Event("pagehide"));
  tab.kill();
};
const crash = ({ tab }: Page) => tab.kill();

async function expectNewLeader() {
  await until(isOrderly, SOON_MS);
  await pass(1_000);
  expectAgreement();
  const count = pages.map(({ heard }) => heard.length);
  say();
  await settle();
  expect(pages.map(({ heard }) => heard.length)).toEqual(count.map((before) => before + 1));
}

it.each([0, 1, 2, 3, 5, 8])(
  "a tab leads soon where its predecessor stayed, and was then closed (%i tasks)",
  async (taskCount) => {
    await electHeir(taskCount, leave);
    await expectNewLeader();
  },
);

it.each([1, 2, 3, 5].flatMap((count) => [0, 10, 100, 200].map((ms) => [count, ms] as const)))(
  "an heir that is restarted while it waits leads soon (%i tasks, %i ms)",
  async (taskCount, ms) => {
    const heir = await electHeir(taskCount, crash);
    await pass(ms);
    heir.tab.run(() => heir.link.restart({}));
    await expectNewLeader();
  },
);

it("an heir that waits leads soon where another tab restarts the connection", async () => {
  const heir = await electHeir(3, crash);
  await pass(10);
  const other = pages.find((page) => page !== heir) as Page;
  other.tab.run(() => other.link.restart({}));
  await expectNewLeader();
});
