/** A page that loads the script file and an original CometServerApi.js. */
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/doctor/doctor";
import type { Tab } from "../support/browser/tab";
import { until } from "../support/until";
import { useDemo } from "./demo";
import { startOldPages } from "./old-pages/server";

const stage = useDemo(startOldPages);

/** In the page. */
declare const cometApi: { version: string; doctor(): Promise<Finding[]> };
declare const seen: unknown[];

/** What pages do that were written for the originals. */
const HABITS = `<script>
  var seen = [];
  comet_server_signal().connect("started_original", function (node) { seen.push(node); });
  CometServer().subscription("web_chat", function () {});
  CometServer().start({ node: "comet.example" });
  CometServer().web_pipe_send("web_chat", "message", { text: "it's here" });
</script>`;

/** Opens a page that loads these files, in this order. */
async function open(...files: string[]): Promise<{ page: Tab; takeProblems(): Promise<string[]> }> {
  const tags = files.map((file) => `<script src="${file}"></script>`);
  const path = stage.demo.addSite({});
  stage.demo.files.set("page.html", (response) => {
    response.setHeader("Content-Type", "text/html");
    response.end(`<!doctype html><title>Site</title>${tags.join("")}${HABITS}`);
  });
  return stage.visit(`${path}page.html`);
}

describe.each([
  ["3.25", "original-3.js"],
  ["4.08", "original-4.js"],
])("an original %s", (version, original) => {
  test.each([
    ["before", (file: string) => [original, file]],
    ["behind", (file: string) => [file, original]],
  ])("%s the script file works, and the doctor tells of it", async (place, order) => {
    const visitor = await open(...order("/CometServerApi.min.js"), "/CometServerApi.doctor.js");
    const { page } = visitor;
    expect(await page.evaluate(() => cometApi.version)).toBe(version);
    await until(() => page.evaluate(() => seen)).toEqual(["comet.example"]);
    const warning = expect.stringMatching(/^warning: CometServer: .*another CometServerApi\.js/);
    expect(await visitor.takeProblems()).toEqual(place === "before" ? [warning] : []);

    const [finding, ...others] = await page.evaluate(() => cometApi.doctor());
    expect(finding).toEqual({
      level: "problem",
      text: expect.stringMatching(`another CometServerApi\\.js \\(version ${version}\\)`),
    });
    expect(others).toEqual([]);
    expect(await visitor.takeProblems()).toEqual([expect.stringContaining("problem: ")]);
  });
});
