/** Installs the browsers that tests and benchmarks need. */
import { ensureChromium } from "./chromium.mjs";
import { ensureFirefox } from "./firefox.mjs";
import { ensureWebKit } from "./webkit.mjs";

const ENSURE = { chromium: ensureChromium, firefox: ensureFirefox, webkit: ensureWebKit };

export const ENGINES = Object.keys(ENSURE);

/** Installs those that are missing. @throws an error that names the fix. */
export async function ensureBrowsers(engines) {
  for (const engine of new Set(engines)) await ENSURE[engine]();
}
