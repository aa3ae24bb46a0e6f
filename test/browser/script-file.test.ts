import { describe, expect, test } from "vitest";
import { chromium } from "../support/browser/chromium/profile";
import { chromiumTab } from "../support/browser/chromium/tab";
import type { CometServerApi, Message, Presence, Schema } from "../../src/index";
import type { PageGlobals } from "../../src/legacy/page-globals";
import type { Tab } from "../support/browser/tab";
import { until } from "../support/until";
import { useDemo, type Visitor } from "./demo";

const stage = useDemo();

/** In the page. */
declare const window: Window & Required<PageGlobals>;
declare const events: unknown[];

/** The functions of the npm entry, without the instance as their first argument. */
interface Members extends CometServerApi {
  messages(key: string): AsyncIterableIterator<Message>;
  presence(channel: string): Presence;
  checked(
    schema: Schema<string>,
    handler: (message: Message<string>) => void,
  ): (message: Message) => void;
}

/** A page of the site, with this body. */
async function open(body: string): Promise<Visitor> {
  const visitor = await stage.visit("/");
  await visitor.page.evaluate((html) => {
    document.open();
    document.write(html);
    document.close();
  }, `<!doctype html><title>Site</title>${body}`);
  await visitor.page.loaded();
  return visitor;
}

function globals(page: Tab) {
  return page.evaluate(() => {
    const { cometApi, CometServer, cometServerApi, _cometServerApi } = window;
    const another = new cometServerApi();
    return {
      isSame: CometServer() === cometApi && CometServer() === CometServer(),
      isInstance: cometApi instanceof cometServerApi && cometServerApi === _cometServerApi,
      isAnother: another !== cometApi && another instanceof cometServerApi,
      type: typeof cometApi.web_pipe_send,
    };
  });
}

describe.each(["CometServerApi.js", "CometServerApi.min.js"])("%s", (file) => {
  const script = `<script src="/${file}"></script>`;
  const expected = { isSame: true, isInstance: true, isAnother: true, type: "function" };

  test("gives a page the names it knows, also beside an element with such an id", async () => {
    const plain = await open(script);
    expect(await globals(plain.page)).toEqual(expected);
    const named = await open(`<div id="cometApi"></div><form id="CometServer"></form>${script}`);
    expect(await globals(named.page)).toEqual(expected);
  });

  test("loaded twice, the first instance stays, with its subscriptions", async () => {
    const { page } = await open(script);
    await page.evaluate(() => {
      const { cometApi } = window;
      Object.assign(window, { first: cometApi, events: [] });
      cometApi.subscription("web_room", ({ data }) => events.push(data));
      cometApi.start({ node: location.host });
    });
    await page.addScript(`/${file}`);
    const isFirst = () => window.cometApi === Reflect.get(window, "first");
    expect(await page.evaluate(isFirst)).toBe(true);
    await until(() => stage.demo.comet.connections[0]?.channels).toEqual(["web_room"]);
    stage.demo.comet.publish("web_room", "e", "heard");
    await until(() => page.evaluate(() => events)).toEqual(["heard"]);
    expect(stage.demo.comet.connectionAttempts).toBe(1);
  });

  test("has the functions of the npm entry as members of the instance", async () => {
    const { page } = await open(script);
    await page.evaluate(() => {
      const api = window.cometApi as unknown as Members;
      Object.assign(window, { events: [] });
      const schema = (value: unknown) =>
        typeof value === "string" ? { value } : { issues: [{ message: "it is a text" }] };
      const standard = { version: 1 as const, vendor: "", validate: schema };
      const hear = api.checked({ "~standard": standard }, ({ data }) => events.push(data));
      api.subscribe("web_room", hear);
      const room = api.presence("track_room");
      void room.ready.then(() => events.push(room.users.length));
      void api
        .messages("web_loop")
        .next()
        .then(({ value }) => events.push(value?.data));
      api.start({ node: location.host });
    });
    await until(() => page.evaluate(() => events)).toEqual([1]);
    for (const data of [5, "text"]) stage.demo.comet.publish("web_room", "e", data);
    stage.demo.comet.publish("web_loop", "e", "from a loop");
    await until(() => page.evaluate(() => events)).toEqual([1, "text", "from a loop"]);
    expect(await page.takeProblems()).toEqual([expect.stringContaining("web_room.e does not fit")]);
  });

  test("does nothing by itself before start: no request, no storage, no line", async () => {
    const { page, profile } = await stage.prepare();
    const requests = await chromiumTab(page).watchRequests();
    await page.navigate(stage.demo.address);
    await page.addScript(`/${file}`);
    await page.evaluate(() => {
      window.cometApi.subscription("web_room", () => undefined);
      window.cometApi.onAuthSuccess(() => undefined);
      // Whatever it had put off would have run by then.
      return new Promise((resolve) => requestIdleCallback(() => setTimeout(resolve)));
    });
    const stored = await page.evaluate(async () => ({
      ...{ local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie },
      databases: await indexedDB.databases(),
    }));
    expect(stored).toEqual({ local: {}, session: {}, cookie: "", databases: [] });
    expect(await chromium(profile).cookies()).toEqual([]);
    const ofPage = ["/", "/index.css", "/script-tag/icon.svg"];
    const paths = requests.map((url) => url.replace(stage.demo.address, ""));
    expect(paths.filter((path) => !ofPage.includes(path))).toEqual([`/${file}`]);
    expect(stage.demo.comet.connectionAttempts).toBe(0);
  });

  test("no key ever reaches the console, not even at LogLevel 1", async () => {
    const { comet } = stage.demo;
    const key = "key-that-nobody-may-read";
    comet.authorize(7, key);
    const visitor = await open(script);
    const { page } = visitor;
    await page.evaluate((user_key) => {
      window.cometApi.setLogLevel(1);
      window.cometApi.start({ node: location.host, user_id: 7, user_key });
    }, key);
    await until(() => page.evaluate(() => window.cometApi.isAuthorized())).toBe(true);
    comet.closeConnections();
    await until(() => comet.connectionAttempts).toBe(2);
    await until(() => page.evaluate(() => window.cometApi.isConnected())).toBe(true);
    await page.evaluate((user_key) => {
      window.cometApi.subscription("bad name");
      window.cometApi.restart({ user_key: `${user_key} with blanks` });
    }, key);
    await until(() => page.evaluate(() => window.cometApi.isAuthorized())).toBe(false);
    const lines = await visitor.takeProblems();
    expect(lines.filter((line) => line.includes("connected")).length).toBeGreaterThan(2);
    expect(lines.filter((line) => line.includes(key))).toEqual([]);
  });

  test("a handshake that the server refuses is told once and not tried again", async () => {
    const { comet } = stage.demo;
    comet.refuse(401);
    const visitor = await open(script);
    const { page } = visitor;
    await page.evaluate(() => {
      Object.assign(window, { events: [] });
      window.cometApi.on("error", ({ code, value }) => events.push({ code, value }));
      window.cometApi.start({ node: location.host });
    });
    await until(() => page.evaluate(() => events)).toEqual([{ code: "fatal", value: 401 }]);
    comet.refuse(null);
    // What wakes a connection that waits to be tried again wakes nothing here.
    await page.evaluate(() => {
      dispatchEvent(new Event("online"));
      return new Promise((resolve) => requestIdleCallback(() => setTimeout(resolve)));
    });
    expect(comet.connectionAttempts).toBe(1);
    expect(await visitor.takeProblems()).toEqual([
      expect.stringMatching(/^error: CometServer: The server refuses/),
    ]);
    await page.evaluate(() => window.cometApi.restart());
    await until(() => page.evaluate(() => window.cometApi.isConnected())).toBe(true);
  });
});
