/** A tab of Firefox, over WebDriver BiDi. */
import { clickActions, enterActions, typeActions } from "../actions";
import type { Point } from "../page";
import { descendants, processOf } from "../processes";
import type { Remote } from "../remote";
import { Tab } from "../tab";
import { callOf, type Described } from "../values";
import { within } from "../wait";

interface Evaluation {
  result: Described;
  exceptionDetails?: { text: string };
}

const WORKER_THREAD = "DOM Worker";

export class FirefoxTab extends Tab {
  constructor(
    private readonly remote: Remote,
    private readonly context: string,
    private readonly browserPid: number,
  ) {
    super("firefox", remote.patienceMs);
  }

  send<Result = unknown>(method: string, params: object = {}): Promise<Result> {
    const answer = this.remote.send<Result>(method, { context: this.context, ...params });
    return within(this.patienceMs, method, answer);
  }

  /** Listens to the browser, for as long as the tab is there. */
  on<Params>(event: string, listener: (params: Params) => void): void {
    this.remote.on<Params & { source?: { context?: string } }>(event, (params) => {
      if (params.source?.context === this.context) listener(params);
    });
  }

  async clickAt(point: Point): Promise<void> {
    await this.send("input.performActions", { actions: clickActions(point) });
  }

  async type(text: string): Promise<void> {
    await this.send("input.performActions", { actions: typeActions(text) });
  }

  async pressEnter(withShift = false): Promise<void> {
    await this.send("input.performActions", { actions: enterActions(withShift) });
  }

  override beforeLoad<Args extends unknown[]>(
    action: (...args: Args) => void,
    ...args: Args
  ): Promise<void> {
    return this.preload(`() => { ${callOf(action, args)} }`);
  }

  /** @param functionDeclaration is called in each document to come. */
  async preload(functionDeclaration: string, args: object[] = []): Promise<void> {
    await this.remote.send("script.addPreloadScript", {
      ...{ functionDeclaration, arguments: args, contexts: [this.context] },
    });
  }

  close(): Promise<void> {
    return this.gone(false);
  }

  override closeAsked(): Promise<void> {
    return this.gone(true);
  }

  process(): Promise<number> {
    return processOf(this, () => descendants(this.browserPid), WORKER_THREAD);
  }

  async navigate(url: string, event: "load" | "domContent" = "load"): Promise<void> {
    await this.evaluate("window.wasHere = true");
    const wait = event === "load" ? "complete" : "interactive";
    await this.send("browsingContext.navigate", { url, wait });
  }

  async back(): Promise<boolean> {
    const url = await this.evaluate<string>("location.href");
    await this.send("browsingContext.traverseHistory", { delta: -1 });
    await this.until(`location.href !== ${JSON.stringify(url)}`);
    await this.loaded();
    return this.evaluate("Boolean(window.wasHere)");
  }

  /** Firefox answers a quarter of a second after the page is visible. */
  override async activate(): Promise<void> {
    const isActivated = this.send("browsingContext.activate");
    isActivated.catch(() => undefined);
    await this.until("document.visibilityState === 'visible'");
  }

  protected startReload(): Promise<unknown> {
    return this.send("browsingContext.reload");
  }

  protected async capture(): Promise<string> {
    return (await this.send<{ data: string }>("browsingContext.captureScreenshot")).data;
  }

  protected async run(expression: string, isUser = false): Promise<Described | undefined> {
    const { result, exceptionDetails } = await this.send<Evaluation>("script.evaluate", {
      ...{ expression, target: { context: this.context }, userActivation: isUser },
      ...{ awaitPromise: true, serializationOptions: { maxObjectDepth: null } },
    });
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result;
  }

  private async gone(promptUnload: boolean): Promise<void> {
    const close = () => this.send("browsingContext.close", { promptUnload });
    await this.remote.told<{ context: string }>(
      "browsingContext.contextDestroyed",
      ({ context }) => context === this.context,
      close,
    );
    this.isGone = true;
  }
}
