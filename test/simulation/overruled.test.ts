/** Without locks, a tab that was elected, but has not led yet, may hear that another tab leads. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { MessageElector } from "../../src/tabs/election/message-elector";
import type { TabMessage } from "../../src/tabs/messages";
import { FakeBroadcastChannel } from "../support/fake-broadcast-channel";
import { FakeLocks } from "./fake-locks";
import { FakeTab } from "../support/fake-tab";
import { pass, settle, until } from "../support/tab-time";
import {
  CHANNEL,
  expectAgreement,
  group,
  isOrderly,
  LONG,
  leaders,
  newPage,
  pages,
  server,
  usePages,
} from "./pages";
import type { Page } from "./pages";

usePages();

beforeEach(() => FakeLocks.remove());

/** Resolves, before anything else happens, with the first of `candidates` that claims to lead. */
async function claimant(candidates: Page[]): Promise<Page> {
  const [{ name }] = FakeBroadcastChannel.open as [FakeBroadcastChannel];
  const ear = new FakeTab("ear").run(() => new FakeBroadcastChannel(name));
  let found: Page | undefined;
  ear.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    if (data.type === "claim") found ??= candidates.find(({ tab }) => tab.name === data.from);
  };
  await until(() => found !== undefined, LONG);
  ear.close();
  return found as Page;
}

/**
 * A tab that slept just before it would have led, and a tab that leads since.
 * @param posts what becomes of that which the others post meanwhile.
 */
async function sleepInElection(
  posts: "arrive" | "late" | "lost",
): Promise<{ sleeper: Page; leader: Page }> {
  const [first] = await group("b", "a", "c");
  (await newPage("d")).start();
  await pass(1_000);
  first.tab.kill();
  const rest = pages.slice(1);
  const sleeper = await claimant(rest);
  sleeper.tab.freeze();
  if (posts === "late") sleeper.tab.cut();
  if (posts === "lost") FakeTab.loses = (_, to) => to === sleeper.tab;
  await until(() => leaders().length === 1, LONG);
  await pass(5_000);
  const [leader] = leaders() as [Page];
  return { sleeper, leader };
}

/** Nothing has happened but that the sleeper has heard who leads. */
function expectUndisturbed(leader: Page, sleeper: Page, epoch: number) {
  expectAgreement();
  expect(leader.roles).toEqual([false, true]);
  expect(sleeper.roles).toEqual([false]);
  expect(leader.link.tabs.epoch).toBe(epoch);
  for (const page of pages.slice(1)) expect(page.states).toEqual([true, false, true]);
}

describe("a tab that slept just before it would have led", () => {
  it("leaves a leader alone that it hears of right after its timer", async () => {
    const { sleeper, leader } = await sleepInElection("arrive");
    const { epoch } = leader.link.tabs;
    sleeper.tab.thaw();
    await pass(LONG);
    expectUndisturbed(leader, sleeper, epoch);
  });

  it.each([0, 100, 300, 900])("leaves a leader alone that it hears of %i ms later", async (ms) => {
    const { sleeper, leader } = await sleepInElection("late");
    const { epoch } = leader.link.tabs;
    sleeper.tab.thaw();
    await pass(ms);
    sleeper.tab.heal();
    await pass(LONG);
    expectUndisturbed(leader, sleeper, epoch);
  });

  it("leaves a leader alone of which it only hears from others", async () => {
    const { sleeper, leader } = await sleepInElection("lost");
    const { epoch } = leader.link.tabs;
    FakeTab.loses = (from, to) => from === leader.tab && to === sleeper.tab;
    // The fourth tab hears it.
    leader.publish("news");
    await settle();
    sleeper.tab.thaw();
    await pass(1_200);
    expect(sleeper.roles).toEqual([false]);
    FakeTab.loses = () => false;
    await pass(LONG);
    expectUndisturbed(leader, sleeper, epoch);
  });

  it("leads where none does", async () => {
    const [first, second, third] = await group("b", "a", "c");
    first.tab.kill();
    const sleeper = await claimant([second, third]);
    for (const { tab } of [second, third]) tab.freeze();
    (sleeper === second ? third : second).tab.kill();
    await pass(5_000);
    sleeper.tab.thaw();
    await until(isOrderly, 2_000);
    expect(leaders()).toEqual([sleeper]);
  });
});

it("a leader that slept leaves another one alone that it hears of after its term", async () => {
  const [first, second, third] = await group("b", "a", "c");
  first.tab.freeze();
  FakeTab.loses = (_, to) => to === first.tab;
  await until(() => second.isMaster || third.isMaster, LONG);
  await pass(5_000);
  const [leader, other] = second.isMaster ? [second, third] : [third, second];
  const { epoch } = leader.link.tabs;
  // A report, which names the leader's term: that is all that the former leader reads at first.
  FakeTab.loses = (from, to) => from === leader.tab && to === first.tab;
  other.tab.run(() => other.link.setChannels([CHANNEL, "web_more"]));
  await settle();
  FakeTab.loses = () => false;
  first.tab.thaw();
  await pass(LONG);
  expectAgreement();
  expect([leader.roles, leader.link.tabs.epoch]).toEqual([[false, true], epoch]);
  expect(first.roles).toEqual([true, false]);
});

it("an heir that was elected while its leader was not heard leaves the leader alone", async () => {
  const [first, second, third] = await group("b", "a", "c");
  const { epoch } = first.link.tabs;
  first.tab.depart();
  const ofHeir = () => server.open.find(({ tab }) => tab !== first.tab);
  while (!ofHeir()) await new Promise((resolve) => setImmediate(resolve));
  const [heir, other] = ofHeir()?.tab === second.tab ? [second, third] : [third, second];
  const isOf = (tab: FakeTab) => tab === heir.tab;
  const isEar = (tab: FakeTab) => tab.name === "ear";
  FakeTab.loses = (from, to) => isOf(to) || (isOf(from) && !isEar(to));
  await claimant([heir]);
  // It is elected after 100 ms, and would lead after 250 more.
  await pass(200);
  FakeTab.loses = () => false;
  expect(heir.roles).toEqual([false]);
  other.publish("news of the leader");
  await pass(LONG);
  expectAgreement();
  expect([first.roles, heir.roles, first.link.tabs.epoch]).toEqual([[true], [false], epoch]);
});

describe("a MessageElector", () => {
  const term = { number: 1, leader: "x" };
  const from = (message: object) => ({ from: "x", ...message }) as TabMessage;
  const lead = from({ type: "lead", term });
  const vouchFor = (leader: string, rank = "0 a 0") => from({ type: "vouch", leader, rank });
  const resign = (heir: string) => from({ type: "resign", term, last: 0, heir });
  const newElector = () => {
    const events = { onElected: vi.fn(), onDeposed: vi.fn() };
    return { events, elector: new MessageElector("a", events, () => undefined) };
  };

  it("says of each message whether it shows that another tab leads", () => {
    const { elector } = newElector();
    const shows = (message: TabMessage) => elector.hear(message);
    expect(shows(lead)).toBe(true);
    expect(shows(from({ type: "entries", term }))).toBe(true);
    expect(shows(vouchFor("x"))).toBe(true);
    expect(shows(vouchFor("a"))).toBe(false);
    // Asked by a leader that slept: it has to find out itself.
    expect(shows(vouchFor("x", "0 x 1"))).toBe(false);
    expect(shows(from({ type: "claim", rank: "0 x 0" }))).toBe(false);
    expect(shows(from({ type: "bye", commands: [] }))).toBe(false);
  });

  it("believes no vouch for a leader that has resigned, until that leads again", () => {
    const { elector, events } = newElector();
    elector.hear(lead);
    expect(elector.hear(resign("a"))).toBe(false);
    expect(events.onElected).toHaveBeenCalledOnce();
    expect(elector.hear(vouchFor("x"))).toBe(false);
    expect(elector.hear(vouchFor("y"))).toBe(true);
    elector.hear(lead);
    expect(elector.hear(vouchFor("x"))).toBe(true);
  });
});
