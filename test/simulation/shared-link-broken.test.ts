/** A bus that breaks: each tab goes on alone, until there is a bus again. */
import { beforeEach, expect, it, vi } from "vitest";
import { pass, settle, until } from "../support/tab-time";
import {
  CHANNEL,
  LONG,
  allConnected,
  expectAgreement,
  group,
  isOrderly,
  leaders,
  server,
  storage,
  usePages,
  type Page,
} from "./pages";

usePages();

beforeEach(() => {
  vi.stubGlobal("BroadcastChannel", undefined);
});

/** How many connections were started, by one tab or all. */
const countStarted = (of?: Page) =>
  server.connections.filter(({ tab, wasStarted }) => wasStarted && tab === (of?.tab ?? tab)).length;

/** Two tabs whose bus has broken: both lead. */
async function breakBus() {
  const [first, second] = await group("b", "a");
  storage.isFull = true;
  for (const page of [first, second]) page.publish(page.tab.name);
  await until(() => server.open.length === 2 && allConnected(), LONG);
  expect(leaders()).toHaveLength(2);
  return [first, second] as const;
}

it("tabs are one group again once there is a bus, and not before", async () => {
  const [first, second] = await breakBus();
  const before = countStarted();
  await pass(LONG);
  expect(leaders()).toHaveLength(2);
  expect(countStarted()).toBe(before);
  storage.isFull = false;
  await until(isOrderly, LONG);
  await pass(LONG);
  expectAgreement();
  server.say(CHANNEL, "together");
  await pass(100);
  for (const page of [first, second]) {
    expect(page.heardOf(["together"])).toEqual(["together"]);
    page.stop();
    await settle();
    expect([...page.tab.timers, ...page.tab.listening]).toEqual([]);
  }
});

it("a message longer than the storage takes does not bring a tab back", async () => {
  await breakBus();
  storage.isFull = false;
  const { setItem } = storage;
  vi.spyOn(storage, "setItem").mockImplementation((key, value) => {
    if (value.length > 500) throw new DOMException("no", "QuotaExceededError");
    setItem.call(storage, key, value);
  });
  await pass(2 * LONG);
  expect(leaders()).toHaveLength(2);
  expect(server.open).toHaveLength(2);
});

it("a tab that is stopped as its bus breaks does not go on alone", async () => {
  const [, second] = await group("b", "a");
  storage.isFull = true;
  second.publish("lost");
  second.stop();
  await pass(LONG);
  expect(second.link).toMatchObject({ isStarted: false, isConnected: false });
  expect(countStarted(second)).toBe(0);
  expect([...second.tab.timers, ...second.tab.listening]).toEqual([]);
});

it("a tab that starts anew as its bus breaks joins the group that it can reach by then", async () => {
  const [, second] = await group("b", "a");
  storage.isFull = true;
  second.publish("lost");
  storage.isFull = false;
  second.stop();
  second.start();
  await until(isOrderly, LONG);
  await pass(LONG);
  expectAgreement();
  expect(countStarted(second)).toBe(0);
});
