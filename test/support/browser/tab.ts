/** A tab of a browser, and all that can befall it. engines.ts says what only some engines can do. */
import { writeFile } from "node:fs/promises";
import { type Ability, type EngineName, unable } from "./engines";
import { Page } from "./page";
import { isAlive } from "./processes";
import { repeat } from "./wait";

export abstract class Tab extends Page {
  private stopped: number | undefined;

  protected constructor(
    readonly engine: EngineName,
    patienceMs: number,
  ) {
    super(patienceMs);
  }

  /** As with the cross on the tab; its `beforeunload` is not asked. */
  abstract close(): Promise<void>;
  /** @param event which is waited for. */
  abstract navigate(url: string, event?: "load" | "domContent"): Promise<void>;
  /** The back button. Returns whether the page came out of the back/forward cache. */
  abstract back(): Promise<boolean>;
  /** The number of the process that runs the page. */
  abstract process(): Promise<number>;
  protected abstract startReload(): Promise<unknown>;
  /** A picture of the page, in base64. */
  protected abstract capture(): Promise<string>;

  /** The same as `close`, asking `beforeunload`. */
  closeAsked(): Promise<void> {
    return this.refuse("closeAsked");
  }

  /** An orderly end of nothing: the page's process crashes. */
  crash(): Promise<void> {
    return this.refuse("crash");
  }

  /** `freeze` and `resume`, as the browser does it with hidden tabs. */
  freeze(isFrozen: boolean): Promise<unknown> {
    return this.refuse("freeze", isFrozen);
  }

  /** @param rate 20: the processor is twenty times slower; 1: as it is. */
  throttle(rate: number): Promise<unknown> {
    return this.refuse("throttle", rate);
  }

  /** Brings it to the front; the others become hidden. */
  activate(): Promise<unknown> {
    return this.refuse("activate");
  }

  /**
   * The browser drops the page to save memory. Spared are a visible tab, and one that DevTools look
   * at. There is no page then to be asked anything, until `revive`.
   */
  discard(): Promise<void> {
    return this.refuse("discard");
  }

  /** A discarded tab comes to the front, and is loaded again. */
  revive(): Promise<void> {
    return this.refuse("discard");
  }

  /** Calls a function in each document to come, before any script of it. */
  beforeLoad<Args extends unknown[]>(
    action: (...args: Args) => void,
    ...args: Args
  ): Promise<void> {
    return this.refuse("beforeLoad", action, args);
  }

  /** The page's process is killed. */
  async kill(): Promise<void> {
    const pid = await this.process();
    process.kill(pid, "SIGKILL");
    await repeat(this.patienceMs, () => (isAlive(pid) ? `process ${pid} runs` : undefined));
    this.isGone = true;
  }

  /** The page's process stands still until `wake`. */
  async halt(): Promise<void> {
    const pid = await this.process();
    process.kill(pid, "SIGSTOP");
    this.stopped = pid;
  }

  wake(): void {
    if (this.stopped === undefined) return;
    // If it has ended, there is nothing to wake.
    if (isAlive(this.stopped)) process.kill(this.stopped, "SIGCONT");
    this.stopped = undefined;
  }

  async loaded(path?: string): Promise<void> {
    const isThere = path === undefined ? "" : ` && location.pathname === ${JSON.stringify(path)}`;
    await this.until(`document.readyState === "complete"${isThere}`);
  }

  /** A new document; returns when it is there. */
  reload(): Promise<void> {
    return this.replaced(() => this.startReload());
  }

  /** As with a click on a link: the page itself asks for it. Returns when the next one is there. */
  follow(url: string): Promise<void> {
    return this.replaced(() => this.evaluateAsUser(clickOnLink(url)));
  }

  async screenshot(path: string): Promise<void> {
    await writeFile(path, Buffer.from(await this.capture(), "base64"));
  }

  /** Runs what brings another document, and waits until that is there. */
  protected async replaced(action: () => Promise<unknown>): Promise<void> {
    await this.evaluate("window.isOld = true");
    await action();
    await this.until("!window.isOld && document.readyState === 'complete'");
  }

  /** @param details of what was asked for. */
  private async refuse(ability: Ability, ...details: unknown[]): Promise<never> {
    throw new Error(unable(this.engine, ability), { cause: details });
  }
}

/** The source text of a click on a link to that address. */
export function clickOnLink(url: string): string {
  return `(() => { const link = document.createElement("a");
    link.href = ${JSON.stringify(url)}; document.body.append(link); link.click(); })()`;
}
