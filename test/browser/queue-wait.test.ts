/** Messages that waited for an absent user, on pages that load what they need to show them. */
import { afterEach, describe, expect, test } from "vitest";
import type { Tab } from "../support/browser/tab";
import { until } from "../support/until";
import { useDemo } from "./demo";
import { startOldPages } from "./old-pages/server";
import { OldSite } from "./old-pages/site";

const stage = useDemo(startOldPages);

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

afterEach(async () => {
  // What the page throws shows in the problems of the stage.
  const problems = await Promise.all(sites.map((site) => site.takeProblems()));
  expect(problems.flat()).toEqual([]);
  sites = [];
});

function serveData(): void {
  const { files } = stage.demo;
  const picture = new Promise<void>((resolve) => (releasePicture = resolve));
  files.set("picture.png", (response) => {
    response.setHeader("Content-Type", "image/svg+xml");
    void picture.then(() => response.end('<svg xmlns="http://www.w3.org/2000/svg"/>'));
  });
  files.set("sounds.json", (response) => {
    const data = JSON.stringify({ bell: "ding", drum: "boom" });
    setTimeout(() => response.end(data), DATA_TAKES_MS);
  });
}

/** A site of user 7, for whom messages wait. */
async function openSite(): Promise<OldSite> {
  const { comet } = stage.demo;
  comet.authorize(7, "key-of-7");
  for (const notice of NOTICES) comet.sendToUser(7, "notice", notice);
  const site = await OldSite.open(stage, { user_id: 7, user_key: "key-of-7" });
  serveData();
  sites.push(site);
  return site;
}

const stored = (page: Tab) => page.evaluate(() => ({ ...sessionStorage }));

/** More time has passed on the page than the wait takes. */
const outlastWait = (page: Tab) => page.until(() => performance.now() > 2_500);

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
    const secondNow = () => Math.floor(Date.now() / 1_000);
    await until(secondNow).toBeGreaterThan(secondNow());
    const first = await site.openTab("sounds", undefined, `?${file}`);
    await until(() => first.items("#log")).toEqual(["data"]);
    // A page without the library in between.
    await first.page.navigate(address);
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
