/** The examples on a phone: a small screen, and a finger. */
import { expect, test } from "vitest";
import { chromiumTab } from "../support/browser/chromium/tab";
import type { Tab } from "../support/browser/tab";
import { useDemo } from "./demo";
import { sees } from "./sees";

const stage = useDemo();
const WIDTH = 360;

async function visitByPhone(path: string): Promise<Tab> {
  const { page } = await stage.prepare();
  const screen = { width: WIDTH, height: 740, deviceScaleFactor: 2, mobile: true };
  await chromiumTab(page).send("Emulation.setDeviceMetricsOverride", screen);
  await chromiumTab(page).send("Emulation.setTouchEmulationEnabled", { enabled: true });
  await page.navigate(stage.demo.address + path);
  return page;
}

/** With a finger. */
async function tap(page: Tab, selector: string): Promise<void> {
  const point = await page.find(selector).map(([element]) => {
    element?.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, top, width, height } = (element as HTMLElement).getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  });
  const touch = (type: string, touchPoints: object[]) =>
    chromiumTab(page).send("Input.dispatchTouchEvent", { type, touchPoints });
  await touch("touchStart", [point]);
  await touch("touchEnd", []);
}

test.for(["/", "/script-tag/", "/bundle/", "/notification-sound/"])(
  "%s is as wide as the screen of a phone",
  async (path) => {
    const page = await visitByPhone(path);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(WIDTH);
  },
);

test("a vote is cast with a tap", async () => {
  const page = await visitByPhone("/bundle/");
  await sees(page, "#connection", "connected");
  await tap(page, "button=Market hall");
  await sees(page, "#present", "1 of 1 here voted");
});

test("a tap turns the sound on", async () => {
  const page = await visitByPhone("/notification-sound/");
  await sees(page, "#connection", "connected");
  await tap(page, "#turn-on");
  await sees(page, "#audio", "allowed");
});
