/**
 * `npm run browsers`: measures each engine, and writes the figures into docs/browsers.md. A bare page
 * is one without the library: a WebSocket, and where tabs take over from each other, a Web Lock.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { format } from "prettier";
import { ENGINES } from "../scripts/browsers.mjs";
import { requireWebKit } from "../scripts/webkit.mjs";
import { launchBrowser, VISIBLE } from "./browser.mjs";
import { measureFailover } from "./failover.mjs";
import { summary } from "./figures.mjs";
import { measureFreshPage } from "./fresh-page.mjs";
import { measureSecondTab } from "./second-tab.mjs";
import { startSite } from "./site.mjs";

const DOCUMENT = fileURLToPath(new URL("../docs/browsers.md", import.meta.url));
const [BEGIN, END] = ["<!-- figures: npm run browsers -->", "<!-- end of figures -->"];
/** The last results of each engine, as JSON. */
const RESULTS = fileURLToPath(new URL("../test-results/browsers/", import.meta.url));
const FAULTS = { close: "closed", navigate: "navigates", reload: "reloaded" };
const WAYS = {
  "Web Lock + BroadcastChannel": "locks, BroadcastChannel",
  "messages + storage": "neither",
};

const USAGE = `Usage: npm run browsers [-- ENGINE …] [--quick]

Measures ${ENGINES.join(", ")}, or those that are named, and writes the figures of all that were
measured in this folder into docs/browsers.md. --quick: a few runs of each, and nothing is written.
`;

/** A page after a link in the only tab of its browser, from start() to the first frame, in ms. */
async function measureLink({ browser, site, runs }) {
  const times = { ours: [], bare: [] };
  for (const [name, path] of Object.entries({ ours: "/fresh?", bare: "/fresh?bare&" })) {
    const profile = await browser.newProfile();
    const tab = await profile.open(site.url(`${path}first`), VISIBLE);
    for (let run = -2; run < runs; run++) {
      await tab.until(() => window.times?.ready !== undefined);
      await tab.follow(site.url(`${path}run=${run}`));
      await tab.until(() => window.times?.ready !== undefined);
      if (run >= 0) times[name].push(await tab.evaluate(() => window.times.ready));
    }
    await profile.dispose();
  }
  return { ours: summary(times.ours), bare: summary(times.bare) };
}

async function versionOf(engine, browser, site) {
  if (engine === "webkit") {
    const { browser: path } = await requireWebKit();
    return execFileSync(path, ["--version"], {
      encoding: "utf8",
      env: { DISPLAY: browser.url },
    }).trim();
  }
  const profile = await browser.newProfile();
  const tab = await profile.open(site.url("/other"));
  const [, name, version] = /(Chrome|Firefox)\/(\d+)/.exec(
    await tab.evaluate("navigator.userAgent"),
  );
  await profile.dispose();
  return `${name.replace("Chrome", "Chromium")} ${version}`;
}

async function measureEngine(engine, counts) {
  const site = await startSite();
  const browser = await launchBrowser(engine);
  try {
    const shared = { browser, site, ...counts };
    const result = {
      version: await versionOf(engine, browser, site),
      fresh: await measureFreshPage(shared),
      link: await measureLink(shared),
      second: await measureSecondTab(shared),
      failover: [],
    };
    for (const way of Object.keys(WAYS))
      for (const fault of Object.keys(FAULTS))
        result.failover.push(...(await measureFailover({ ...shared, way, fault })));
    return result;
  } finally {
    await browser.close();
    await site.close();
  }
}

const ms = (value) => value.toFixed(0);
const pair = (ours, bare) => `${ms(ours.median)} (${ms(bare.median)})`;

/** Each row: what was measured, and its cell for an engine. */
function rows(results) {
  const failovers = Object.entries(WAYS).flatMap(([way, wayText]) =>
    Object.entries(FAULTS).map(([fault, faultText]) => [
      `leader ${faultText}; ${wayText}`,
      ({ failover }) => {
        const { ours, bare, repeated } = failover.find(
          (one) => one.way === way && one.fault === fault,
        );
        const least = bare ? ` (${ms(bare.median)})` : "";
        return `${ms(ours.median)}${least}, at worst ${ms(ours.worst)}; twice: ${repeated}`;
      },
    ]),
  );
  return [
    ["first tab", ({ fresh }) => pair(fresh.ours.ready, fresh.bare.ready)],
    ["the next page, by a link in the only tab", ({ link }) => pair(link.ours, link.bare)],
    ["second tab", ({ second }) => pair(second.ours, second.socket)],
    ...failovers,
  ].map(([name, cell]) => [name, ...results.map(cell)]);
}

function table(results) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const head = ["milliseconds", ...results.map(({ version }) => version)];
  return [line(head), line(head.map(() => "---")), ...rows(results).map(line)].join("\n");
}

async function write(text) {
  const [before, rest] = readFileSync(DOCUMENT, "utf8").split(BEGIN);
  const [, after] = rest.split(END);
  const whole = `${before}${BEGIN}\n\n${text}\n\n${END}${after}`;
  writeFileSync(DOCUMENT, await format(whole, { parser: "markdown", printWidth: 100 }));
}

async function main() {
  const options = { quick: { type: "boolean" }, help: { type: "boolean" } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return console.log(USAGE);
  const engines = positionals.length ? positionals : ENGINES;
  const unknown = engines.find((engine) => !ENGINES.includes(engine));
  if (unknown) throw new Error(`There is no engine "${unknown}": ${ENGINES.join(", ")}`);
  const counts = values.quick ? { runs: 4, repetitions: 2 } : { runs: 8, repetitions: 4 };
  for (const engine of engines) {
    console.log(`Measuring ${engine} …`);
    const result = await measureEngine(engine, counts);
    console.log(table([result]));
    if (!values.quick) keep(engine, result);
  }
  if (!values.quick) await write(table(ENGINES.flatMap(kept)));
}

function keep(engine, result) {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(`${RESULTS}${engine}.json`, JSON.stringify(result));
}

function kept(engine) {
  const path = `${RESULTS}${engine}.json`;
  return existsSync(path) ? [JSON.parse(readFileSync(path, "utf8"))] : [];
}

main().catch((error) => {
  console.error(`bench/browsers.mjs: ${error.message}`);
  process.exitCode = 1;
});
