/** The doctor's script on a page of the site. */
import { expect, test } from "vitest";
import type { Finding } from "../../src/doctor/doctor";
import type { PageGlobals } from "../../src/legacy/page-globals";
import type { Tab } from "../support/browser/tab";
import { until } from "../support/until";
import { useDemo } from "./demo";

const stage = useDemo();

/** In the page. */
declare const window: Window & Required<PageGlobals>;
declare const cometApi: { doctor(): Promise<Finding[]> };

const examine = (page: Tab) => page.evaluate(() => cometApi.doctor());

async function load(page: Tab): Promise<void> {
  await page.navigate(stage.demo.address);
  for (const file of ["CometServerApi.min.js", "CometServerApi.doctor.js"])
    await page.addScript(`/${file}`);
}

/** @param user_key of user 7. */
async function connect(page: Tab, user_key: string): Promise<void> {
  await load(page);
  await page.evaluate((key) => {
    window.cometApi.start({ node: location.host, user_id: 7, user_key: key });
  }, user_key);
  await until(() => page.evaluate(() => window.cometApi.isConnected())).toBe(true);
}

test("the doctor finds what is wrong with a page, and nothing in one where all is well", async () => {
  stage.demo.comet.authorize(7, "key-of-7");
  const { page, profile } = await stage.prepare();
  await load(page);
  const [notStarted, ...others] = await examine(page);
  expect(notStarted).toMatchObject({ level: "problem", text: expect.stringContaining("start()") });
  expect(others.map(({ level }) => level)).toEqual(["hint", "ok"]);
  expect(others[0]?.text).toContain("app.comet-server.ru");

  await connect(page, "wrong-key");
  expect((await examine(page))[0]).toMatchObject({
    level: "problem",
    text: expect.stringContaining("does not accept"),
  });

  await connect(page, "key-of-7");
  const follower = await profile.openBlank();
  await connect(follower, "key-of-7");
  for (const [tab, role] of [
    [page, "the master"],
    [follower, "a slave"],
  ] as const) {
    const findings = await examine(tab);
    expect(findings.map(({ level }) => level)).toEqual(["ok", "ok", "ok", "ok"]);
    const text = findings.map((one) => one.text).join("\n");
    expect(text).toContain(`this tab is ${role}, one of 2, under master no. 1`);
    expect(text).toMatch(/authorised as user 7\na question to the server takes \d+ ms/);
  }
  // What the doctor says, in any tab, and what the client says of the wrong key.
  const lines = [...(await page.takeProblems()), ...(await follower.takeProblems())];
  expect(lines.length).toBeGreaterThan(10);
  const told = /^(log: CometServer: (ok|hint)|error: CometServer: problem): /;
  expect(lines.filter((line) => !told.test(line))).toEqual([
    "warning: CometServer: the server does not accept user_key for user_id 7",
  ]);
  expect(lines.filter((line) => /key-of-7|wrong-key/.test(line))).toEqual([]);
});
