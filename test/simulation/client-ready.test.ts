/** When a subscription is ready: what the server has to have done before. */
import { expect, it } from "vitest";
import type { CometError } from "../../src/api/errors";
import { settle, until } from "../support/tab-time";
import { ClientPage, lines, useClientPages } from "./client-page";
import { TabSocket } from "./tab-socket";

useClientPages();

const OPTIONS = { node: "comet.example", dev_id: 1, user_id: 12, user_key: "k" };
const hear = () => undefined;

/** Two tabs of a visitor; the first one leads. */
async function openTabs(): Promise<[leader: ClientPage, follower: ClientPage]> {
  return [await ClientPage.start("a", OPTIONS), await ClientPage.start("b", OPTIONS)];
}

/** What becomes of a promise that a page gets. */
function outcomeOf(page: ClientPage, begin: () => Promise<void>): { is?: string; of?: unknown } {
  const outcome: { is?: string; of?: unknown } = {};
  page.tab.run(begin).then(
    () => (outcome.is = "ready"),
    ({ code, value }: CometError) => Object.assign(outcome, { is: code, of: value }),
  );
  return outcome;
}

const WAYS: [name: string, leaves: 0 | 1, joins: 0 | 1][] = [
  ["the leader leaves and joins again", 0, 0],
  ["a follower leaves and joins again", 1, 1],
  ["the leader leaves and a follower joins", 0, 1],
  ["a follower leaves and the leader joins", 1, 0],
];

it.for(WAYS)(
  "is only ready when the server was told of the channel again: %s",
  async ([, leaves, joins]) => {
    const tabs = await openTabs();
    const [server] = TabSocket.all as [TabSocket];
    const first = tabs[leaves].run((api) => api.subscribe("web_a", hear));
    await first.ready;

    TabSocket.answers = false;
    const before = server.sent.length;
    tabs[leaves].tab.run(() => first.unsubscribe());
    // What changes within one task is told to nobody.
    await settle();
    const outcome = outcomeOf(tabs[joins], () => tabs[joins].api.subscribe("web_a", hear).ready);
    await until(() => server.sent.at(-1)?.startsWith("pipe_count"));
    const isList = (text: string) => text.startsWith("subscription");
    const rejoinedAt = server.sent.findLastIndex((text) => isList(text) && text.includes("web_a"));
    expect(server.sent.slice(before).filter(isList).length).toBe(2);

    for (const [index, text] of server.sent.entries()) {
      if (index < before || !text.startsWith("pipe_count")) continue;
      server.answer(text);
      await settle();
      if (index < rejoinedAt) expect(outcome.is).toBeUndefined();
    }
    expect(outcome.is).toBe("ready");
  },
);

it("is refused where the tabs have more channels than there is room for", async () => {
  const [leader, follower] = await openTabs();
  const keyOf = (first: number, count: number) =>
    Array.from({ length: count }, (_, n) => `web_${first + n}`).join("\n");
  leader.run((api) => api.subscribe(keyOf(0, 200), hear));
  const inTime = outcomeOf(follower, () => follower.api.subscribe(keyOf(200, 120), hear).ready);
  await until(() => inTime.is !== undefined);
  expect(inTime.is).toBe("ready");

  const late = outcomeOf(follower, () => follower.api.subscribe("web_0\nweb_late", hear).ready);
  await until(() => late.is !== undefined);
  expect(late).toEqual({ is: "refused", of: "web_late" });
});

it("is refused where the server refuses a further socket", async () => {
  const [leader] = await openTabs();
  const keyOf = (first: number) => Array.from({ length: 32 }, (_, n) => `web_${first + n}`);
  await leader.run((api) => api.subscribe(keyOf(0).join("\n"), hear)).ready;
  TabSocket.welcome = () => ({ error: 403, data: "no" });
  const late = outcomeOf(leader, () => leader.api.subscribe(keyOf(30).join("\n"), hear).ready);
  await until(() => late.is !== undefined);
  expect(late.is).toBe("refused");
  expect(String(late.of)).toContain("web_61");
  expect(lines.warn.join()).toContain("refuses channels");
});
