/** What the page of a tab can be asked: values, elements, and what it had to complain of. */
import type { Cdp } from "./cdp";
import { Elements } from "./elements";
import { callOf, type Described, read } from "./values";
import { repeat, within } from "./wait";

interface Evaluation {
  result: { value?: unknown; deepSerializedValue?: Described };
  exceptionDetails?: { text: string; exception?: { description?: string } };
}

export class Page {
  /** What `watchProblems` noted so far. */
  readonly problems: string[] = [];
  isGone = false;

  /** @param session for commands. */
  constructor(
    protected readonly cdp: Cdp,
    protected session: string,
  ) {}

  send<Result = unknown>(method: string, params: object = {}): Promise<Result> {
    const answer = this.cdp.send<Result>(method, params, this.session);
    return within(this.cdp.patienceMs, method, answer);
  }

  /** Asks again and again, until there is no objection. */
  agree(read: () => Promise<string | undefined>): Promise<void> {
    return repeat(this.cdp.patienceMs, read);
  }

  /**
   * The value of an expression in the page, or what a function returns that is called there; awaited.
   * The function knows nothing but its arguments. A frozen page answers, too.
   */
  async evaluate<Value = unknown>(expression: string): Promise<Value>;
  async evaluate<Args extends unknown[], Value>(
    action: (...args: Args) => Value,
    ...args: Args
  ): Promise<Awaited<Value>>;
  async evaluate(action: string | ((...args: never[]) => unknown), ...args: unknown[]) {
    if (typeof action === "string") return (await this.run(action, { returnByValue: true })).value;
    const options = { serializationOptions: { serialization: "deep" } };
    const { deepSerializedValue } = await this.run(callOf(action, args), options);
    return deepSerializedValue && read(deepSerializedValue);
  }

  /** As an expression that the handler of a click runs: the page may do what only users may. */
  async evaluateAsUser(expression: string): Promise<void> {
    await this.run(expression, { userGesture: true });
  }

  /** Waits for an expression to become true; the page may be loading or gone for now. */
  until(expression: string, milliseconds?: number): Promise<void>;
  /** The same with a function that is called in the page. */
  until<Args extends unknown[]>(action: (...args: Args) => unknown, ...args: Args): Promise<void>;
  until(condition: string | ((...args: never[]) => unknown), ...args: unknown[]): Promise<void> {
    const isText = typeof condition === "string";
    const expression = isText ? condition : callOf(condition, args);
    const limit = (isText ? (args[0] as number | undefined) : undefined) ?? this.cdp.patienceMs;
    const isTrue = () => this.evaluate(`Promise.resolve(${expression}).then(Boolean)`);
    return repeat(limit, () =>
      isTrue().then(
        (value) => (value ? undefined : expression),
        (error: unknown) => `${expression}: ${String(error)}`,
      ),
    );
  }

  /** Listens to the browser, for as long as the tab is there. */
  on<Params>(event: string, listener: (params: Params) => void): void {
    this.cdp.on<Params>(event, (params, session) => {
      if (session === this.session) listener(params);
    });
  }

  /** Lets the page call `window[name](text)`. */
  async expose(name: string, listener: (text: string) => void): Promise<void> {
    this.on<{ name: string; payload: string }>("Runtime.bindingCalled", (call) => {
      if (call.name === name) listener(call.payload);
    });
    await this.send("Runtime.addBinding", { name });
  }

  /** Calls a function in each document to come, before any script of it. */
  async beforeLoad<Args extends unknown[]>(
    action: (...args: Args) => void,
    ...args: Args
  ): Promise<void> {
    const source = callOf(action, args);
    await this.send("Page.addScriptToEvaluateOnNewDocument", { source });
  }

  /** The addresses of all that the page asks for from now on, sockets included; the list grows. */
  async watchRequests(): Promise<string[]> {
    const urls: string[] = [];
    this.on<{ request: { url: string } }>("Network.requestWillBeSent", ({ request }) =>
      urls.push(request.url),
    );
    this.on<{ url: string }>("Network.webSocketCreated", ({ url }) => urls.push(url));
    await this.send("Network.enable");
    return urls;
  }

  /** The problems so far; forgets them. */
  async takeProblems(): Promise<string[]> {
    // Events arrive in order: with this answer, all that happened before it is here.
    if (!this.isGone) await this.evaluate("0");
    return this.problems.splice(0);
  }

  /** Elements of the page, by a selector: see `find` in elements.ts. */
  find(selector: string): Elements {
    return new Elements(this, selector);
  }

  /** Loads a script file into the page. */
  async addScript(url: string): Promise<void> {
    await this.evaluate(async (src) => {
      const script = Object.assign(document.createElement("script"), { src });
      await new Promise((resolve, reject) => {
        Object.assign(script, { onload: resolve, onerror: reject });
        document.head.append(script);
      });
    }, url);
  }

  /**
   * Runs an action, and waits for the browser's word: a question to a page that is on its way into
   * the back/forward cache would throw it out of there.
   */
  protected told<Params>(event: string, action: () => Promise<unknown>): Promise<Params> {
    return this.cdp.told<Params>(event, (_, session) => session === this.session, action);
  }

  private async run(expression: string, options: object): Promise<Evaluation["result"]> {
    const { result, exceptionDetails: problem } = await this.send<Evaluation>("Runtime.evaluate", {
      ...{ expression, awaitPromise: true, ...options },
    });
    if (problem) throw new Error(problem.exception?.description ?? problem.text);
    return result;
  }
}
