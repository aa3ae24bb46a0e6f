/**
 * How long a page that was just loaded waits for the connection. Each run opens a page in a profile
 * of its own, as on a first visit: with `start()`, or with a bare WebSocket. Times are from that
 * call until the WebSocket's constructor, and until the first frame.
 */
import { VISIBLE } from "./browser.mjs";
import { row, summary } from "./figures.mjs";

/** How much later than with a bare WebSocket a page may be ready, in milliseconds. */
export const MAX_EXTRA_MS = 8;

const WARM_UP = 3;

async function measureOnce(browser, url) {
  const profile = await browser.newProfile();
  const page = await profile.open(url, VISIBLE);
  await page.until(() => window.times?.ready !== undefined);
  const times = await page.evaluate(() => window.times);
  await profile.dispose();
  return times;
}

export async function measureFreshPage({ browser, site, runs }) {
  const urls = {
    ours: site.url("/fresh"),
    bare: site.url("/fresh?bare"),
    lock: site.url("/fresh?lock"),
  };
  const times = { ours: [], bare: [], lock: [] };
  for (let run = -WARM_UP; run < runs; run++)
    for (const name of run % 2 ? ["ours", "lock", "bare"] : ["bare", "lock", "ours"]) {
      const result = await measureOnce(browser, urls[name]);
      if (run >= 0) times[name].push(result);
    }
  const of = (name) => ({
    constructed: summary(times[name].map(({ constructed }) => constructed)),
    ready: summary(times[name].map(({ ready }) => ready)),
  });
  const [ours, bare, lock] = [of("ours"), of("bare"), of("lock")];
  return { ours, bare, lock, extraMs: ours.ready.median - bare.ready.median };
}

export function printFreshPage({ ours, bare, lock, extraMs }) {
  console.log(`\nA page just loaded, from start() on, ms (${ours.ready.count} runs each)`);
  console.log(row("", "constructor", "90 %", "first frame", "90 %"));
  const figures = ({ median, p90 }) => [median.toFixed(1), p90.toFixed(1)];
  for (const [name, { constructed, ready }] of Object.entries({ ours, lock, bare }))
    console.log(row(name, ...figures(constructed), ...figures(ready)));
  console.log(`${extraMs.toFixed(1)} ms later than a bare socket, at most ${MAX_EXTRA_MS}`);
}

export const isFreshPageGood = ({ extraMs }) => extraMs <= MAX_EXTRA_MS;
