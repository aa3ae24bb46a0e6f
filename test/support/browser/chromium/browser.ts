/** Starts Chromium as a user would have it: back/forward cache, throttling and hidden tabs included. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHROMIUM_ARGS, requireChromium } from "../../../../scripts/chromium.mjs";
import type { Browser, RunningBrowser } from "../browser";
import { HOSTS } from "../hosts";
import { Profiles } from "../profile";
import { startProgram } from "../program";
import { Remote } from "../remote";
import { ChromiumProfile } from "./profile";

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

export async function startChromium(): Promise<RunningBrowser> {
  const folder = await mkdtemp(join(tmpdir(), "comet-chromium-"));
  // Opens chrome://discards, the one way to have a tab discarded.
  await writeFile(join(folder, "Local State"), JSON.stringify({ internal_only_uis_enabled: true }));
  const program = startProgram(await requireChromium(), [`--user-data-dir=${folder}`, ...ARGS]);
  const url = await program.says(/listening on (ws:\S+)/);
  return {
    url,
    stop: async () => {
      // Killed outright it would leave its children behind.
      const remote = await Remote.connect(url, 0);
      await program.quit(() => remote.send("Browser.close").catch(() => undefined));
      remote.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

export async function connectToChromium(url: string, patienceMs: number): Promise<Chromium> {
  const remote = await Remote.connect(url, patienceMs);
  await remote.send("Target.setDiscoverTargets", { discover: true });
  return new Chromium(remote);
}

export class Chromium implements Browser {
  private readonly profiles = new Profiles<ChromiumProfile>((disposed) =>
    ChromiumProfile.create(this.remote, disposed),
  );

  constructor(private readonly remote: Remote) {}

  newProfile(): Promise<ChromiumProfile> {
    return this.profiles.next();
  }

  async close(): Promise<void> {
    this.remote.close();
  }
}
