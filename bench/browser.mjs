/** The browser, with the driver that the tests use, too. */
import { fileURLToPath, pathToFileURL } from "node:url";
import { ensureBrowsers } from "../scripts/browsers.mjs";

/** A host without Web Locks, which exist only on https and on loopback addresses. */
export const PLAIN_HOST = "plain.test";

/** A tab may measure for that long, in milliseconds. */
const PATIENCE_MS = 120_000;

/** The driver is TypeScript: esbuild makes a module of it, in a folder that Git ignores. */
async function loadDriver() {
  const { build } = await import("esbuild");
  const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
  const outfile = path("test-results/driver.mjs");
  await build({
    entryPoints: [path("test/support/browser/browser.ts")],
    outfile,
    ...{ bundle: true, format: "esm", platform: "node", packages: "external", logLevel: "error" },
  });
  return import(pathToFileURL(outfile).href);
}

/**
 * Returns `newProfile()`, with storage, locks and channels of its own, and `close()`; `url` is the
 * debugger's, in WebKit the screen.
 */
export async function launchBrowser(engine = "chromium") {
  await ensureBrowsers([engine]);
  const { startBrowser, connect } = await loadDriver();
  const running = await startBrowser(engine);
  const browser = await connect(engine, running.url, PATIENCE_MS);
  return {
    url: running.url,
    newProfile: () => browser.newProfile(),
    close: async () => {
      await browser.close();
      await running.stop();
    },
  };
}

/** Where `profile.open` opens a tab: in a window of its own, or behind another tab. */
export const VISIBLE = { newWindow: true };
export const HIDDEN = { background: true };
