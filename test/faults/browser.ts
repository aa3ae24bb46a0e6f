/** Starts Chromium as a user would have it: back/forward cache, throttling and hidden tabs included. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHROMIUM_ARGS, requireChromium } from "../../scripts/chromium.mjs";
import { Cdp } from "./cdp";
import { Profile } from "./profile";

const ARGS = [
  ...CHROMIUM_ARGS,
  "--headless=new",
  "--remote-debugging-port=0",
  "--no-default-browser-check",
  "--password-store=basic",
  // Web Locks exist on https and on loopback addresses only; these names are neither.
  "--host-resolver-rules=MAP plain.test 127.0.0.1, MAP other.test 127.0.0.1",
  "about:blank",
];

export class Browser {
  private constructor(
    readonly cdp: Cdp,
    private readonly program: ChildProcess,
    private readonly folder: string,
  ) {}

  static async launch(): Promise<Browser> {
    const folder = await mkdtemp(join(tmpdir(), "comet-chromium-"));
    // Opens chrome://discards, the one way to have a tab discarded.
    await writeFile(
      join(folder, "Local State"),
      JSON.stringify({ internal_only_uis_enabled: true }),
    );
    const program = spawn(await requireChromium(), [`--user-data-dir=${folder}`, ...ARGS], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const cdp = await Cdp.connect(await debuggerUrl(program));
    await cdp.send("Target.setDiscoverTargets", { discover: true });
    return new Browser(cdp, program, folder);
  }

  /** Storage, locks and channels of its own. */
  async newProfile(): Promise<Profile> {
    const { browserContextId } = await this.cdp.send<{ browserContextId: string }>(
      "Target.createBrowserContext",
    );
    return new Profile(this.cdp, browserContextId);
  }

  async close(): Promise<void> {
    const hasEnded = new Promise((resolve) => this.program.once("exit", resolve));
    // Killed outright it would leave its children behind.
    await Promise.race([this.cdp.send("Browser.close").catch(() => undefined), hasEnded]);
    const timer = setTimeout(() => this.program.kill("SIGKILL"), 5_000);
    await hasEnded;
    clearTimeout(timer);
    this.cdp.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** Chromium tells the address on its error output. */
function debuggerUrl({ stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    stderr?.on("data", (data) => {
      text += String(data);
      const url = /listening on (ws:\S+)/.exec(text)?.[1];
      if (url) resolve(url);
    });
    stderr?.on("end", () => reject(new Error(`Chromium has ended: ${text}`)));
  });
}
