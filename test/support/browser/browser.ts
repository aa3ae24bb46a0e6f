/** Starts Chromium as a user would have it: back/forward cache, throttling and hidden tabs included. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHROMIUM_ARGS, requireChromium } from "../../../scripts/chromium.mjs";
import { Cdp } from "./cdp";
import { Profile } from "./profile";

/** Web Locks exist on https and on loopback addresses only; these names lead here, and are neither. */
const HOSTS = ["plain.test", "other.test"];

const ARGS = [
  ...CHROMIUM_ARGS,
  "--headless=new",
  "--remote-debugging-port=0",
  "--no-default-browser-check",
  // Less to draw: tests that look at a page set its size.
  "--window-size=500,400",
  "--password-store=basic",
  `--host-resolver-rules=${HOSTS.map((host) => `MAP ${host} 127.0.0.1`).join()}`,
  "about:blank",
];

/** How long a tab may take to answer, or to become what is waited for. */
const PATIENCE_MS = 15_000;

export class Browser {
  /** Profiles that were disposed of. They are used again, since opening a window takes long. */
  private readonly unused = new Set<Profile>();

  private constructor(
    private readonly cdp: Cdp,
    /** For `connect`. */
    readonly url: string,
    private readonly end: () => Promise<void>,
  ) {}

  /** A browser that somebody else has launched. `close` leaves it running, without the profiles. */
  static async connect(url: string, patienceMs = PATIENCE_MS): Promise<Browser> {
    const cdp = await Cdp.connect(url, patienceMs);
    await cdp.send("Target.setDiscoverTargets", { discover: true });
    return new Browser(cdp, url, async () => cdp.close());
  }

  static async launch(patienceMs = PATIENCE_MS): Promise<Browser> {
    const folder = await mkdtemp(join(tmpdir(), "comet-chromium-"));
    // Opens chrome://discards, the one way to have a tab discarded.
    await writeFile(
      join(folder, "Local State"),
      JSON.stringify({ internal_only_uis_enabled: true }),
    );
    const program = spawn(await requireChromium(), [`--user-data-dir=${folder}`, ...ARGS], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const { cdp, url } = await Browser.connect(await debuggerUrl(program), patienceMs);
    return new Browser(cdp, url, async () => {
      await quit(cdp, program);
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    });
  }

  /** Storage, locks and channels of its own, until `dispose`. */
  async newProfile(): Promise<Profile> {
    for (const profile of this.unused) {
      this.unused.delete(profile);
      return profile;
    }
    return Profile.create(this.cdp, (profile) => void this.unused.add(profile));
  }

  close(): Promise<void> {
    return this.end();
  }
}

async function quit(cdp: Cdp, program: ChildProcess): Promise<void> {
  const hasEnded = new Promise((resolve) => program.once("exit", resolve));
  // Killed outright it would leave its children behind.
  await Promise.race([cdp.send("Browser.close").catch(() => undefined), hasEnded]);
  const timer = setTimeout(() => program.kill("SIGKILL"), 5_000);
  await hasEnded;
  clearTimeout(timer);
  cdp.close();
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
