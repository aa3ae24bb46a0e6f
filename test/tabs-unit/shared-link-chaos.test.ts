import { expect, it } from "vitest";
import { Random } from "../protocol/random";
import { pass, until } from "../support/fake-tab";
import {
  type Page,
  describeWays,
  expectAgreement,
  expectHeard,
  expectOnceOrUnconfirmed,
  isOrderly,
  living,
  newPage,
  numbered,
  pages,
  publishedOf,
  say,
  server,
  usePages,
} from "./pages";

usePages();

describeWays(() => {
  it.each(SEEDS)("lose, double and confuse nothing, whatever befalls them (%i)", async (seed) => {
    await chaos(new Random(seed));
  });
});

/** More than that were tried once. */
const SEEDS = [2, 8, 10, 30, 48];

/** Tabs open, freeze, hide, crash, leave and come back, while all send and somebody else speaks. */
async function chaos(random: Random) {
  let count = 0;
  const since = new Map<Page, number>();
  const frozen = new Set<Page>();
  const gone = new Set<Page>();
  const open = async () =>
    (await newPage(`${random.pick(["b", "a", "c"])}${pages.length}`)).start();
  await open();
  for (let round = 0; round < 60; round++) {
    const awake = living().filter((page) => !frozen.has(page));
    const page = awake.length ? random.pick(awake) : undefined;
    switch (random.below(14)) {
      case 0:
        if (living().length < 6) await open();
        break;
      case 1:
        if (!page || awake.length < 2) break;
        page.tab.kill();
        gone.add(page);
        break;
      case 2:
        if (!page) break;
        page.tab.freeze();
        frozen.add(page);
        break;
      case 3:
      case 4:
        for (const each of frozen) each.tab.thaw();
        frozen.clear();
        break;
      case 5:
        if (!page) break;
        page.tab.fire(new Event("pagehide"));
        gone.add(page);
        await pass(random.below(2) * random.below(500));
        page.tab.fire(Object.assign(new Event("pageshow"), { persisted: true }));
        break;
      case 6:
        if (page) page.tab.isHidden = !page.tab.isHidden;
        break;
      case 7:
        if (random.below(3) === 0) server.drop();
        break;
      case 8:
        await pass(random.below(random.pick([300, 3_000, 12_000])));
        break;
      default:
        page?.publish(...numbered(`own ${count++} `, random.below(4)));
        say();
    }
    await pass(random.below(2) * random.below(200));
    for (const each of living())
      if (each.link.isConnected && !since.has(each)) since.set(each, Date.now() + 200);
  }
  for (const each of frozen) each.tab.thaw();
  // A master that slept asks first whether it is one still.
  await pass(2_000);
  await until(isOrderly, 60_000);
  // Where there are no locks, nothing tells of tabs that crashed but their silence.
  await until(expectAgreement, 300_000);
  for (const page of pages) {
    const own = Object.keys(page.outcomes);
    if (!page.tab.isDead) expectOnceOrUnconfirmed(page, own);
    const published = publishedOf(own);
    // Each in order, and none twice.
    expect(published).toEqual(own.filter((text) => published.includes(text)));
    expectHeard(page, (!gone.has(page) && since.get(page)) || Infinity);
  }
}
