/** Messages that waited for an absent user, on pages that load what they need to show them. */
import type { BrowserContext, Page } from "playwright-core";
import { afterEach, describe, expect, test } from "vitest";
import { OldSite } from "./old-pages/site";
import { until, useStage } from "./support";

const stage = useStage();

const DATA_TAKES_MS = 300;
const FILES = ["CometServerApi.js", "CometServerApi.min.js"];
const NOTICES = [
  { kind: "bell", text: 'it\'s "one"' },
  { kind: "drum", text: "two" },
];
const SHOWN = ['ding: it\'s "one" (old)', "boom: two (old)"];

/** Lets the pages have their picture, without which they have not loaded. */
let releasePicture: () => void;
let sites: OldSite[] = [];

afterEach(() => {
  // What the page throws shows in the problems of the stage.
  expect(sites.flatMap(({ problems }) => problems)).toEqual([]);
  sites = [];
});

async function serveData(context: BrowserContext): Promise<void> {
  const picture = new Promise<void>((resolve) => (releasePicture = resolve));
  await context.route("**/old-pages/picture.png", async (route) => {
    await picture;
    const body = '<svg xmlns="http://www.w3.org/2000/svg"/>';
    await route.fulfill({ body, contentType: "image/svg+xml" }).catch(() => undefined); // page gone
  });
  await context.route("**/old-pages/sounds.json", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, DATA_TAKES_MS));
    await route.fulfill({ json: { bell: "ding", drum: "boom" } }).catch(() => undefined);
  });
}

/** A site of user 7, for whom messages wait. */
async function openSite(): Promise<OldSite> {
  const { comet } = stage.demo;
  comet.authorize(7, "key-of-7");
  for (const notice of NOTICES) comet.sendToUser(7, "notice", notice);
  const site = await OldSite.open(stage, { user_id: 7, user_key: "key-of-7" });
  await serveData(site.context);
  sites.push(site);
  return site;
}

const stored = (page: Page) => page.evaluate(() => ({ ...sessionStorage }));

/** More time has passed on the page than the wait takes. */
const outlastWait = (page: Page) => page.waitForFunction(() => performance.now() > 2_500);

describe.each(FILES)("%s", (file) => {
  test("the queue is handed out when the page has loaded its data", async () => {
    const site = await openSite();
    releasePicture();
    const tab = await site.openTab("sounds", undefined, `?${file}`);
    await until(() => tab.items("#log")).toEqual(["data", ...SHOWN]);
    stage.demo.comet.sendToUser(7, "notice", { kind: "bell", text: "three" });
    await until(() => tab.items("#log")).toEqual(["data", ...SHOWN, "ding: three"]);
    expect(await stored(tab.page)).toEqual({});
  });

  test("the queue waits for the page's load event, too, and live messages do not", async () => {
    const site = await openSite();
    const tab = await site.openTab("sounds", undefined, `?${file}`);
    await until(() => tab.items("#log")).toEqual(["data"]);
    expect(stage.demo.comet.sendToUser(7, "live", "now")).toBe(1);
    await until(() => tab.items("#log")).toEqual(["data", "live: now"]);
    await outlastWait(tab.page);
    await tab.settle();
    expect(await tab.items("#log")).toEqual(["data", "live: now"]);
    releasePicture();
    await until(() => tab.items("#log")).toEqual(["data", "live: now", ...SHOWN]);
  });

  test("a page that is left before hands the queue over to the next one of its tab, once", async () => {
    const { address } = stage.demo;
    const site = await openSite();
    // What was sent in the second of a connection, the server would send again to the next one.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const first = await site.openTab("sounds", undefined, `?${file}`);
    await until(() => first.items("#log")).toEqual(["data"]);
    // A page without the library in between.
    await first.page.goto(address);
    const left = await stored(first.page);
    expect(Object.keys(left)).toEqual(["comet_server_queue"]);
    expect(JSON.stringify(left)).toContain("two");
    expect(JSON.stringify(left)).not.toContain("key-of-7");

    // The site may have changed its build meanwhile.
    releasePicture();
    const [other] = FILES.filter((name) => name !== file);
    const second = await site.openTab("sounds", undefined, `?${other}`);
    expect(await stored(second.page)).toEqual({});
    await until(() => second.items("#log")).toEqual(["data", ...SHOWN]);

    const third = await site.openTab("sounds", undefined, `?${file}`);
    await outlastWait(third.page);
    await third.settle();
    expect(await third.items("#log")).toEqual(["data"]);
  });

  test("the next page shows once what the server sends once more", async () => {
    const site = await openSite();
    const first = await site.openTab("sounds", undefined, `?${file}`);
    await until(() => first.items("#log")).toEqual(["data"]);
    releasePicture();
    const second = await site.openTab("sounds", undefined, `?${file}`);
    await until(() => second.items("#log")).toEqual(["data", ...SHOWN]);
    stage.demo.comet.sendToUser(7, "live", "end");
    await until(() => second.items("#log")).toEqual(["data", ...SHOWN, "live: end"]);
  });
});
