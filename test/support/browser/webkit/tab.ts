/** A tab of WebKit, over W3C WebDriver. */
import { clickActions, enterActions, typeActions } from "../actions";
import type { Point } from "../page";
import { descendants, processOf } from "../processes";
import { Tab } from "../tab";
import type { Described } from "../values";
import { repeat, within } from "../wait";
import { Agent } from "./agent";
import { startEvaluation, takeResult } from "./evaluation";
import { takeNotes, watchPage } from "./problems";
import type { Session } from "./session";

/** What an evaluation says so far. */
type Result = { value: Described } | { error: string } | "pending" | "unknown";

const WORKER_THREAD = "WebCore: Worker";

export class WebKitTab extends Tab {
  private isWatched = false;
  /** Of a page whose session may have ended. */
  private agent: Agent | undefined;
  private count = 0;

  constructor(
    private readonly session: Session,
    private readonly window: string,
    /** Those that lose the session together with this one. */
    private readonly siblings: () => readonly WebKitTab[],
  ) {
    super("webkit", session.patienceMs);
  }

  async watchProblems(): Promise<void> {
    this.isWatched = true;
    await this.evaluate(watchPage);
  }

  async clickAt(point: Point): Promise<void> {
    await this.act(clickActions(point));
  }

  async type(text: string): Promise<void> {
    await this.act(typeActions(text));
  }

  async pressEnter(withShift = false): Promise<void> {
    await this.act(enterActions(withShift));
  }

  async close(): Promise<void> {
    await this.session.closeWindow(this.window);
    this.isGone = true;
  }

  override async kill(): Promise<void> {
    for (const tab of this.siblings()) if (tab !== this) tab.agent ??= await Agent.enter(tab);
    await super.kill();
  }

  dismissAgent(): void {
    this.agent?.leave();
    this.agent = undefined;
  }

  /** Forgets what the pages of this origin have stored, and shows none any more. */
  async clear(): Promise<void> {
    if (!(await this.evaluate<string>("origin")).startsWith("http")) return;
    await this.evaluate("localStorage.clear(), sessionStorage.clear()");
    await this.post("DELETE", "/cookie");
    await this.navigate("about:blank");
  }

  process(): Promise<number> {
    return processOf(this, () => descendants(this.session.pid), WORKER_THREAD);
  }

  async navigate(url: string): Promise<void> {
    await this.evaluate("window.wasHere = true");
    await this.post("POST", "/url", { url });
    if (this.isWatched) await this.evaluate(watchPage);
  }

  override async follow(url: string): Promise<void> {
    await super.follow(url);
    if (this.isWatched) await this.evaluate(watchPage);
  }

  async back(): Promise<boolean> {
    await this.post("POST", "/back");
    await this.loaded();
    return this.evaluate("Boolean(window.wasHere)");
  }

  protected async startReload(): Promise<void> {
    await this.post("POST", "/refresh");
  }

  protected capture(): Promise<string> {
    return this.post("GET", "/screenshot");
  }

  protected override async readProblems(): Promise<void> {
    this.problems.push(...(await this.evaluate(takeNotes)));
  }

  /** In two steps, so that a page that takes its time keeps nobody from asking another one. */
  protected async run(expression: string): Promise<Described | undefined> {
    const id = `${++this.count}`;
    let result = await this.execute(startEvaluation(id, expression));
    if (result === "pending")
      await repeat(this.patienceMs, async () => {
        result = await this.execute(takeResult(id));
        return result === "pending" ? `an answer to ${expression}` : undefined;
      });
    if (typeof result === "string") throw new Error("The page that was asked has gone");
    if ("error" in result) throw new Error(result.error);
    return result.value;
  }

  private async execute(script: string): Promise<Result> {
    const text = this.agent
      ? await within(this.patienceMs, "the page", this.agent.ask(script))
      : await this.post<string>("POST", "/execute/sync", { script, args: [] });
    return JSON.parse(text) as Result;
  }

  private async act(actions: object[]): Promise<void> {
    await this.post("POST", "/actions", { actions });
  }

  private post<Value>(method: string, path: string, body = {}): Promise<Value> {
    return this.session.send<Value>(this.window, method, path, body);
  }
}
