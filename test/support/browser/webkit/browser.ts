/** WebKit as GTK has it, the engine of Safari, on a screen that nobody sees. */
import { requireWebKit } from "../../../../scripts/webkit.mjs";
import type { Browser, RunningBrowser } from "../browser";
import { Profiles } from "../profile";
import { startProgram } from "../program";
import { WebKitProfile } from "./profile";
import { type Proxy, startProxy } from "./proxy";
import { Session } from "./session";

/** Starts the screen. The browser is started for each profile. */
export async function startWebKit(): Promise<RunningBrowser> {
  const { screen } = await requireWebKit();
  // It chooses its number, and tells it.
  const args = ["-displayfd", "2", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"];
  const program = startProgram(screen, args);
  const number = await program.says(/^(\d+)$/m);
  return { url: `:${number}`, stop: () => program.quit() };
}

export async function connectToWebKit(display: string, patienceMs: number): Promise<WebKit> {
  return new WebKit(display, await startProxy(), patienceMs);
}

export class WebKit implements Browser {
  private readonly sessions: Session[] = [];
  private readonly profiles = new Profiles<WebKitProfile>(async (disposed) => {
    const session = await Session.open(this.display, this.proxy.address, this.patienceMs);
    this.sessions.push(session);
    return new WebKitProfile(session, disposed);
  });

  constructor(
    private readonly display: string,
    private readonly proxy: Proxy,
    private readonly patienceMs: number,
  ) {}

  newProfile(): Promise<WebKitProfile> {
    return this.profiles.next();
  }

  async close(): Promise<void> {
    await Promise.all(this.sessions.map((session) => session.close()));
    this.proxy.close();
  }
}
