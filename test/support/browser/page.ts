/** What the page of a tab can be asked, in any engine: values, elements, and what it complained of. */
import { Elements } from "./elements";
import { callOf, type Described, read } from "./values";
import { repeat } from "./wait";

/** A point of the viewport, in CSS pixels. */
export interface Point {
  x: number;
  y: number;
}

export abstract class Page {
  /** What the page complained of so far, as "kind: text", where that is watched. */
  readonly problems: string[] = [];
  isGone = false;

  /** @param patienceMs how long the page may take to answer, or to become what is waited for. */
  protected constructor(readonly patienceMs: number) {}

  /** Presses the left button of the mouse there. */
  abstract clickAt(point: Point): Promise<void>;
  /** Types into what has the focus. */
  abstract type(text: string): Promise<void>;
  abstract pressEnter(withShift?: boolean): Promise<void>;

  /** Runs an expression, and awaits its value. @throws what the page throws. */
  protected abstract run(expression: string, isUser?: boolean): Promise<Described | undefined>;

  /** Brings `problems` up to date. */
  protected async readProblems(): Promise<void> {
    // Events arrive in order: with this answer, all that happened before it is here.
    await this.evaluate("0");
  }

  /** Asks again and again, until there is no objection. */
  agree(ask: () => Promise<string | undefined>): Promise<void> {
    return repeat(this.patienceMs, ask);
  }

  /**
   * The value of an expression in the page, or what a function returns that is called there; awaited.
   * The function knows nothing but its arguments. A frozen page answers, too. Chromium and Firefox
   * take statements, too, whose last value it is.
   */
  async evaluate<Value = unknown>(expression: string): Promise<Value>;
  async evaluate<Args extends unknown[], Value>(
    action: (...args: Args) => Value,
    ...args: Args
  ): Promise<Awaited<Value>>;
  async evaluate(action: string | ((...args: never[]) => unknown), ...args: unknown[]) {
    const described = await this.run(typeof action === "string" ? action : callOf(action, args));
    return described && read(described);
  }

  /** As an expression that the handler of a click runs: the page may do what only users may. */
  async evaluateAsUser(expression: string): Promise<void> {
    await this.run(`void (${expression})`, true);
  }

  /** Waits for an expression to become true; the page may be loading or gone for now. */
  until(expression: string, milliseconds?: number): Promise<void>;
  /** The same with a function that is called in the page. */
  until<Args extends unknown[]>(action: (...args: Args) => unknown, ...args: Args): Promise<void>;
  until(condition: string | ((...args: never[]) => unknown), ...args: unknown[]): Promise<void> {
    const isText = typeof condition === "string";
    const expression = isText ? condition : callOf(condition, args);
    const limit = (isText ? (args[0] as number | undefined) : undefined) ?? this.patienceMs;
    const isTrue = () => this.evaluate(`Promise.resolve(${expression}).then(Boolean)`);
    return repeat(limit, () =>
      isTrue().then(
        (value) => (value ? undefined : expression),
        (error: unknown) => `${expression}: ${String(error)}`,
      ),
    );
  }

  /** The problems so far; forgets them. */
  async takeProblems(): Promise<string[]> {
    if (!this.isGone) await this.readProblems();
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
}
