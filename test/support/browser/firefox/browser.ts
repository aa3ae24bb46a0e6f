/** Starts Firefox as a user would have it, but for windows that nobody sees. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireFirefox } from "../../../../scripts/firefox.mjs";
import type { Browser, RunningBrowser, StartOptions } from "../browser";
import { HOSTS } from "../hosts";
import { startProgram } from "../program";
import { Remote } from "../remote";
import { FirefoxProfile } from "./profile";

const PREFERENCES = {
  // Those that are recommended for tests change what tabs in the background do.
  "remote.prefs.recommended": false,
  "network.dns.localDomains": HOSTS.join(),
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "browser.startup.page": 0,
  "browser.aboutwelcome.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "toolkit.telemetry.reportingpolicy.firstRun": false,
  "app.update.disabledForTesting": true,
  "app.normandy.enabled": false,
  "browser.sessionstore.resume_from_crash": false,
};

const CAPABILITIES = { alwaysMatch: { unhandledPromptBehavior: { default: "accept" } } };

export async function startFirefox({ isPrivate = false }: StartOptions): Promise<RunningBrowser> {
  const folder = await mkdtemp(join(tmpdir(), "comet-firefox-"));
  const all = { ...PREFERENCES, "browser.privatebrowsing.autostart": isPrivate };
  const lines = Object.entries(all).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  await writeFile(join(folder, "user.js"), lines.join(""));
  const args = ["--headless", "--no-remote", "--profile", folder, "--remote-debugging-port", "0"];
  const program = startProgram(await requireFirefox(), args);
  return {
    url: await program.says(/WebDriver BiDi listening on (ws:\S+)/),
    stop: async () => {
      await program.quit();
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

export async function connectToFirefox(url: string, patienceMs: number): Promise<Firefox> {
  const remote = await Remote.connect(`${url}/session`, patienceMs);
  const { capabilities } = await remote.send<{ capabilities: { "moz:processID": number } }>(
    "session.new",
    { capabilities: CAPABILITIES },
  );
  await remote.send("session.subscribe", {
    events: ["log.entryAdded", "script.message", "browsingContext.contextDestroyed"],
  });
  return new Firefox(remote, capabilities["moz:processID"]);
}

export class Firefox implements Browser {
  constructor(
    private readonly remote: Remote,
    /** The number of the browser's process. */
    private readonly pid: number,
  ) {}

  newProfile(): Promise<FirefoxProfile> {
    return FirefoxProfile.open(this.remote, this.pid);
  }

  async close(): Promise<void> {
    await this.remote.send("session.end");
    this.remote.close();
  }
}
