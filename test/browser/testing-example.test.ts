/** The end-to-end test in docs/testing.md: it is a stand-in of Playwright that runs it. */
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { stage } from "../support/browser/playwright";
import { useBrowser } from "../support/browser/shared-browser";

const FOLDER = new URL("../../examples/testing/", import.meta.url);

const newProfile = useBrowser();

/** The example as a site would serve it. */
const site = createServer((request, response) => {
  const isScript = request.url === "/main.js";
  response.writeHead(200, { "Content-Type": isScript ? "text/javascript" : "text/html" });
  response.end(isScript ? script : readFileSync(new URL("index.html", FOLDER)));
});
let script: Uint8Array | undefined;

beforeAll(async () => {
  const { outputFiles } = await build({
    ...{ entryPoints: [new URL("main.ts", FOLDER).pathname], bundle: true, format: "esm" },
    ...{ write: false, tsconfigRaw: {} },
  });
  script = outputFiles[0]?.contents;
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  stage.baseURL = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  stage.newProfile = newProfile;
});

afterAll(() => new Promise((resolve) => site.close(resolve)));

await import("../../examples/testing/chat.e2e");
