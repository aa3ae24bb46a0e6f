/** Starts Chromium as users have it: with the back/forward cache, and with tabs that sleep. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHROMIUM_ARGS, ensureChromium } from "../scripts/chromium.mjs";
import { Cdp } from "./cdp.mjs";
import { Tab } from "./tab.mjs";

/** A host without Web Locks, which exist only on https and on loopback addresses. */
export const PLAIN_HOST = "plain.test";

const ARGS = [
  ...CHROMIUM_ARGS,
  "--headless=new",
  "--remote-debugging-port=0",
  "--no-default-browser-check",
  "--password-store=basic",
  `--host-resolver-rules=MAP ${PLAIN_HOST} 127.0.0.1`,
  "about:blank",
];

/** Chromium writes its address to its error output. */
function debuggerUrl({ stderr }) {
  return new Promise((resolve, reject) => {
    let text = "";
    stderr.on("data", (data) => {
      text += data;
      const [, url] = /listening on (ws:\S+)/.exec(text) ?? [];
      if (url) resolve(url);
    });
    stderr.on("end", () => reject(new Error(`Chromium has ended: ${text}`)));
  });
}

/** Returns `newProfile()`, with storage, locks and channels of its own, and `close()`. */
export async function launchBrowser() {
  const folder = await mkdtemp(join(tmpdir(), "comet-bench-"));
  const stdio = ["ignore", "ignore", "pipe"];
  const args = [`--user-data-dir=${folder}`, ...ARGS];
  const program = spawn(await ensureChromium(), args, { stdio });
  const hasEnded = new Promise((resolve) => program.once("exit", resolve));
  const cdp = await Cdp.connect(await debuggerUrl(program));
  await cdp.send("Target.setDiscoverTargets", { discover: true });

  return {
    async newProfile() {
      const profile = await cdp.send("Target.createBrowserContext");
      return {
        /**
         * Opens a tab in a window of its own, so that it is visible, or in the background. No tab
         * has opened another, so each has a process of its own, and a crash ends one tab only.
         */
        newTab: (url, isHidden = false) =>
          Tab.open(cdp, { url, newWindow: !isHidden, background: isHidden, ...profile }),
        close: () => cdp.send("Target.disposeBrowserContext", profile),
      };
    },
    async close() {
      // If it were killed at once, its child processes would stay.
      await Promise.race([cdp.send("Browser.close").catch(() => undefined), hasEnded]);
      const timer = setTimeout(() => program.kill("SIGKILL"), 5_000);
      await hasEnded;
      clearTimeout(timer);
      cdp.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
