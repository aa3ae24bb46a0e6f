/** The app that imports the package: what its bundle holds, what its types catch, what it does. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type Plugin, type Rollup } from "vite";
import { describe, expect, test } from "vitest";
import type { Tab } from "../support/browser/tab";
import { errorsWith } from "../support/compile";
import { until } from "../support/until";
import { useDemo, type Visitor } from "./demo";
import { sees } from "./sees";

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const read = (name: string) => readFileSync(path(name), "utf8");
const APP = path("examples/bundle");

describe("the bundle", () => {
  const assets = path("examples/bundle/dist/assets");
  const scripts = readdirSync(assets).filter((name) => name.endsWith(".js"));
  const bundle = scripts.map((name) => read(`examples/bundle/dist/assets/${name}`)).join("\n");

  /** Builds in memory. */
  async function bundled(entry: string): Promise<string> {
    const result = await build({
      root: APP,
      logLevel: "error",
      build: { write: false, rollupOptions: { input: entry } },
      plugins: [unused],
    });
    const { output } = result as Rollup.RollupOutput;
    return output.map((file) => (file.type === "chunk" ? file.code : "")).join("\n");
  }

  /** An app that imports all and uses nothing. */
  const unused: Plugin = {
    name: "unused",
    resolveId: (id) => (id === "virtual:unused.ts" ? `${APP}/src/unused.ts` : null),
    load: (id) =>
      id === `${APP}/src/unused.ts`
        ? `import "comet-server-api";
           import { cometApi, CometApi, CometError } from "comet-server-api";
           console.log("only this");`
        : null,
  };

  test("holds the connection, and nothing that only old pages need", () => {
    const script = read("dist/CometServerApi.min.js");
    const ofOldPages = ["CometUserKey", "stripslashes", "Base64", "sendStatistics", "send_emit"];
    for (const name of ofOldPages) {
      expect(script).toContain(name);
      expect(bundle).not.toContain(name);
    }
    for (const name of ["web_pipe_send", "getTrackPipeUsers"]) expect(bundle).toContain(name);
  });

  test("importing alone leaves nothing in a bundle", async () => {
    const code = await bundled("virtual:unused.ts");
    expect(code.trim()).toMatch(/^console\.log\(["`']only this["`']\);?$/);
  });
});

describe("the types", () => {
  test("the app is correct, and each mistake about a channel is one for the compiler", () => {
    const errors = errorsWith(
      APP,
      "src/mistakes.ts",
      [
        `import { CometApi } from "comet-server-api";`,
        `import type { Channels } from "./messages";`,
        `const comet = new CometApi<Channels>();`,
        `comet.web_pipe_send("web_lunch", "vote", { voter: "me", place: null, time: 1 });`,
        `comet.web_pipe_send("web_lunch", "vote", { voter: "me", place: 7, time: 1 });`,
        `comet.web_pipe_send("web_lunch", "place", { voter: "me", place: null, time: 1 });`,
        `comet.web_pipe_send("web_lunch", "votes", { voter: "me", place: null, time: 1 });`,
        `comet.subscription("web_dinner.vote", () => undefined);`,
        `comet.subscription("web_lunch.vote", ({ data }) => data.name);`,
        `comet.subscription("web_lunch.place", ({ data }) => data.name);`,
      ].join("\n"),
    );
    expect(errors).toEqual([5, 6, 7, 8, 9].map((line) => `src/mistakes.ts:${line}`));
  });
});

describe("the page", () => {
  const stage = useDemo();

  async function enter(): Promise<Visitor> {
    const visitor = await stage.visit("/bundle/");
    await sees(visitor.page, "#connection", "connected");
    return visitor;
  }

  const visit = async () => (await enter()).page;

  /** Each place with its votes, and a mark at the one that this visitor is for. */
  const places = (page: Tab) =>
    page.find("#places button").map((buttons) =>
      buttons.map((button) => {
        const text = (selector: string) => button.querySelector(selector)?.textContent ?? "";
        const mark = button.getAttribute("aria-pressed") === "true" ? "✓ " : "";
        return `${mark}${text(".name")}: ${text(".count")}`;
      }),
    );

  const vote = (page: Tab, name: string) => page.find(`button=${name}`).click();

  async function add(page: Tab, name: string): Promise<void> {
    await page.find("label=Another place").fill(name);
    await page.find("button=Add").click();
  }

  test("two visitors see each other, their votes and the places that they add", async () => {
    const [anna, ben] = [await visit(), await visit()];
    await sees(anna, "#present", "0 of 2 here voted");
    await vote(anna, "Noodle bar");
    await until(() => places(ben)).toEqual([
      "Noodle bar: 1",
      "Corner pizzeria: 0",
      "Market hall: 0",
    ]);
    await add(ben, `The "Café" <b>O'Hara</b> \\ 2`);
    await vote(ben, "O'Hara");
    const seenByAnna = ["✓ Noodle bar: 1", "Corner pizzeria: 0", "Market hall: 0"];
    await until(() => places(anna)).toEqual([...seenByAnna, `The "Café" <b>O'Hara</b> \\ 2: 1`]);
    await sees(anna, "#present", "2 of 2 here voted");

    // A second vote moves the first one, and the same again takes it back.
    await vote(anna, "O'Hara");
    await until(async () => (await places(ben)).at(-1)).toBe(`✓ The "Café" <b>O'Hara</b> \\ 2: 2`);
    await vote(anna, "O'Hara");
    await until(async () => (await places(ben)).at(-1)).toBe(`✓ The "Café" <b>O'Hara</b> \\ 2: 1`);
    await ben.close();
    await sees(anna, "#present", "0 of 1 here voted");
    await until(() => anna.find(".voters .away").count()).toBe(1);
  });

  test("a newcomer, and who reloads, gets what was said before", async () => {
    const anna = await visit();
    await add(anna, "The park");
    await vote(anna, "The park");
    const [noodles, pizza, market] = ["Noodle bar: 0", "Corner pizzeria: 0", "Market hall: 0"];
    const ben = await visit();
    await until(() => places(ben)).toEqual([noodles, pizza, market, "The park: 1"]);
    await anna.reload();
    await until(() => places(anna)).toEqual([noodles, pizza, market, "✓ The park: 1"]);
  });

  test("all tabs of a browser have one vote", async () => {
    const { page: anna, profile } = await enter();
    const tab = await profile.open(await anna.evaluate<string>("location.href"));
    await sees(tab, "#connection", "connected");
    await vote(tab, "Market hall");
    await until(async () => (await places(anna)).at(-1)).toBe("✓ Market hall: 1");
    await vote(anna, "Noodle bar");
    await until(() => places(tab)).toEqual([
      "✓ Noodle bar: 1",
      "Corner pizzeria: 0",
      "Market hall: 0",
    ]);
    expect(stage.demo.comet.connections).toHaveLength(1);
    await sees(tab, "#present", "1 of 1 here voted");
  });
});
