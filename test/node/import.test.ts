/** The package is imported where there is no page: nothing happens, and nothing breaks. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { build } from "vite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What each entry exports, and an instance for it (or one that it has examined). */
const ENTRIES: [entry: string, names: string[], instance: string][] = [
  [
    "comet-server-api",
    ["CometApi", "CometError", "checked", "cometApi", "messages", "presence"],
    "module.cometApi",
  ],
  [
    "comet-server-api/legacy",
    ["Base64", "LegacyApi", "createTabSignal"],
    "new module.LegacyApi({ node: 'comet.example' })",
  ],
  ["comet-server-api/doctor", ["doctor"], "await examined()"],
  [
    "comet-server-api/react",
    [
      ...["CometProvider", "createCometHooks", "useAuthorized", "useChannel", "useComet"],
      ...["useCometState", "usePresence", "usePublish"],
    ],
    "(await import('comet-server-api')).cometApi",
  ],
  [
    "comet-server-api/testing",
    ["InputError", "createTestComet"],
    "module.createTestComet().cometApi",
  ],
];

let folder: string;

beforeEach(() => {
  // Inside, where the package can be imported by its name.
  mkdirSync(join(ROOT, "test-results"), { recursive: true });
  folder = mkdtempSync(join(ROOT, "test-results/import-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Tells what changed among the globals, and the names that were imported. */
function program(entry: string): string {
  return `
    const before = Reflect.ownKeys(globalThis).map(String);
    const module = await import("${entry}");
    const added = Reflect.ownKeys(globalThis).map(String).filter((name) => !before.includes(name));
    const result = JSON.stringify({ added, names: Object.keys(module).sort() });
  `;
}

describe.each(ENTRIES)("importing %s", (entry, names, instance) => {
  const expected = { added: [], names };

  it("in Node does nothing, and the process ends by itself", () => {
    const file = join(folder, "program.mjs");
    writeFileSync(file, `${program(entry)} console.log(result);`);
    const output = execFileSync(process.execPath, [file], { encoding: "utf8", timeout: 20_000 });
    expect(JSON.parse(output)).toEqual(expected);
  });

  it("in a worker does nothing", async () => {
    const file = join(folder, "worker.mjs");
    const report =
      'import { parentPort } from "node:worker_threads"; parentPort.postMessage(result);';
    writeFileSync(file, `${program(entry)} ${report}`);
    const worker = new Worker(file);
    const results: string[] = [];
    worker.on("message", (result: string) => results.push(result));
    // Node may tell the last message and the end in one go, so both are listened for from the start.
    const [code] = (await once(worker, "exit")) as [number];
    expect(code).toBe(0);
    expect(results.map((result) => JSON.parse(result))).toEqual([expected]);
  });

  it("in a Vite SSR build does nothing, and what is called there says what is not known", async () => {
    const source = `${program(entry)}
      async function examined() {
        const { cometApi } = await import("comet-server-api");
        await module.doctor(cometApi);
        return cometApi;
      }
      const api = ${instance};
      api.subscription("web_chat", () => undefined);
      export const state = [api.isMaster(), api.isConnected(), api.isAuthorized(), api.getUserId()];
      console.log(result + JSON.stringify(state));`;
    writeFileSync(join(folder, "entry.mjs"), source);
    await build({
      root: folder,
      logLevel: "silent",
      ssr: { noExternal: true },
      build: { ssr: "entry.mjs", outDir: "out", target: "node20" },
    });
    const output = execFileSync(process.execPath, [join(folder, "out/entry.js")], {
      encoding: "utf8",
      timeout: 20_000,
    });
    const [result, state] = output.trim().split("\n").at(-1)?.split("}") ?? [];
    expect(JSON.parse(`${result}}`)).toMatchObject({ added: [] });
    expect(JSON.parse(state ?? "")).toEqual([null, false, null, ""]);
  });
});

it("the legacy entry works with the modules of the main entry", () => {
  const file = join(folder, "program.mjs");
  writeFileSync(
    file,
    `import { LegacyApi } from "comet-server-api/legacy";
    const api = new LegacyApi({ node: "comet.example" });
    api.setRealUserKey("key");
    const sent = api.sendStatistics("name", "1.0");
    console.log(JSON.stringify([api.getUrl(), api.isUseWss(), api.getRealUserKey(), sent]));`,
  );
  const output = execFileSync(process.execPath, [file], { encoding: "utf8", timeout: 20_000 });
  expect(JSON.parse(output)).toEqual([
    expect.stringMatching(/^ws:\/\/comet\.example\/ws\/sesion=&/),
    ...[false, "key", true],
  ]);
});
