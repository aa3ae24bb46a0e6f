/** A WebKit browser of its own, over W3C WebDriver: MiniBrowser, whose storage ends with it. */
import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { requireWebKit } from "../../../../scripts/webkit.mjs";
import { descendants } from "../processes";
import { type Program, startProgram } from "../program";
import { repeat, within } from "../wait";

/** Now and then a session does not come to be: then another one is tried, for longer each time. */
const START_MS = [2_000, 4_000, 8_000, 16_000];

export class Session {
  /** The window that commands go to. */
  private current = "";
  private readonly windows = new Set<string>();
  /** A window that nobody uses. */
  private spare: string | undefined;
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly driver: Program,
    private readonly address: string,
    readonly patienceMs: number,
  ) {}

  /** @param display of the X server. @param proxy for all hosts but this machine's address. */
  static async open(display: string, proxy: string, patienceMs: number): Promise<Session> {
    const { driver: path, browser } = await requireWebKit();
    const capabilities = {
      "webkitgtk:browserOptions": { binary: browser, args: ["--automation"] },
      proxy: { proxyType: "manual", httpProxy: proxy, noProxy: ["127.0.0.1"] },
    };
    let failure: unknown;
    for (const limit of START_MS) {
      const port = await freePort();
      const driver = startProgram(path, [`--port=${port}`], { DISPLAY: display });
      const address = `http://127.0.0.1:${port}`;
      try {
        const id = await within(limit, "a session", create(address, capabilities, limit));
        const session = new Session(driver, `${address}/session/${id}`, patienceMs);
        session.spare = await command<string>("GET", `${session.address}/window`);
        session.windows.add(session.spare);
        return session;
      } catch (error) {
        failure = error;
        await quit(driver);
      }
    }
    throw failure;
  }

  /** The browser's process is below this one. */
  get pid(): number {
    return this.driver.pid;
  }

  /** Sends a command about a window. */
  send<Result = unknown>(window: string, method: string, path: string, body = {}): Promise<Result> {
    return this.inTurn(async () => {
      await this.switchTo(window);
      return command<Result>(method, this.address + path, body);
    });
  }

  /** A window that nobody uses, or a new tab in it, which is hidden. @returns its name. */
  async takeTab(): Promise<string> {
    const { spare } = this;
    this.spare = undefined;
    return spare ?? (await this.open("tab"));
  }

  /** The session would end with its last window: then another one takes its place. */
  async closeWindow(window: string): Promise<void> {
    if (this.windows.size === 1) this.spare = await this.open("window");
    this.windows.delete(window);
    await this.send(window, "DELETE", "/window");
  }

  /** Closes all windows but one. */
  async closeWindows(): Promise<void> {
    this.spare ??= [...this.windows][0];
    for (const window of [...this.windows])
      if (window !== this.spare) await this.closeWindow(window);
  }

  /** Ends the browser. */
  async close(): Promise<void> {
    await quit(this.driver);
  }

  private async switchTo(window: string): Promise<void> {
    if (this.current === window) return;
    await command("POST", `${this.address}/window`, { handle: window });
    this.current = window;
  }

  private open(type: "window" | "tab"): Promise<string> {
    return this.inTurn(async () => {
      const [anyWindow] = this.windows;
      // It may be a window that was closed.
      if (anyWindow !== undefined && !this.windows.has(this.current))
        await this.switchTo(anyWindow);
      const path = `${this.address}/window/new`;
      const { handle } = await command<{ handle: string }>("POST", path, { type });
      this.windows.add(handle);
      return handle;
    });
  }

  /** A session has one current window, so its commands do not overlap. */
  private inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.last.then(task);
    this.last = result.catch(() => undefined);
    return within(this.patienceMs, "the driver", result);
  }
}

/** A driver that ends leaves its browser behind if that does not answer. */
async function quit(driver: Program): Promise<void> {
  const processes = descendants(driver.pid);
  await driver.quit();
  for (const pid of processes)
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
}

async function create(address: string, capabilities: object, limit: number): Promise<string> {
  await repeat(limit, () =>
    fetch(`${address}/status`).then(
      () => undefined,
      (error: unknown) => String(error),
    ),
  );
  const { sessionId } = await command<{ sessionId: string }>("POST", `${address}/session`, {
    capabilities: { alwaysMatch: capabilities },
  });
  return sessionId;
}

async function command<Result>(method: string, url: string, body: object = {}): Promise<Result> {
  const content = method === "POST" ? { body: JSON.stringify(body) } : {};
  const response = await fetch(url, { method, ...content });
  const { value } = (await response.json()) as { value: Result };
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`${error}: ${message}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
