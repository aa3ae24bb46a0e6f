/** Elements of a page, as people see and use them: texts are read, clicks and keys are real ones. */
import type { Page, Point } from "./page";
import { literal } from "./values";

/** Where to click, or what keeps a person from it. */
type Place = Point | string;

/** Runs in the page. @param selector of CSS, or `label=TEXT`, or `button=PART OF ITS TEXT`. */
function find(selector: string): HTMLElement[] {
  const [, kind, text = ""] = /^(label|button)=(.*)$/.exec(selector) ?? [];
  const all = (css: string) => [...document.querySelectorAll<HTMLElement>(css)];
  const textOf = (element: Element) => (element.textContent ?? "").trim();
  if (kind === "button")
    return all("button").filter((one) => one.checkVisibility() && textOf(one).includes(text));
  if (kind !== "label") return all(selector);
  const labels = all("label").filter((one) => textOf(one) === text) as HTMLLabelElement[];
  const named = all("[aria-label]").filter(({ ariaLabel }) => ariaLabel === text);
  return [...labels.flatMap(({ control }) => control ?? []), ...named];
}

/** Runs in the page. */
function placeOf(elements: HTMLElement[]): Place {
  const [element] = elements;
  if (!element || elements.length > 1) return `${elements.length} elements`;
  if (element.matches(":disabled, [aria-disabled=true]")) return "disabled";
  element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  const { left, top, width, height } = element.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const hit = document.elementFromPoint(x, y);
  return element.contains(hit) ? { x, y } : `covered by ${hit?.outerHTML.slice(0, 80)}`;
}

/** Runs in the page. The text that is there already is selected: what is typed replaces it. */
function focusFirst([first]: HTMLElement[]): void {
  first?.focus();
  if (first instanceof HTMLInputElement) first.select();
}

/** All elements of a page that a selector finds, whenever they are asked for. */
export class Elements {
  constructor(
    private readonly page: Page,
    private readonly selector: string,
  ) {}

  /** Calls a function in the page with the elements; it knows nothing but its arguments. */
  map<Args extends unknown[], Value>(
    read: (elements: HTMLElement[], ...args: Args) => Value,
    ...args: Args
  ): Promise<Value> {
    const elements = `(${find.toString()})(${literal(this.selector)})`;
    return this.page.evaluate<Value>(
      `(${read.toString()})(${[elements, ...args.map(literal)].join()})`,
    );
  }

  count(): Promise<number> {
    return this.map((elements) => elements.length);
  }

  texts(): Promise<string[]> {
    return this.map((elements) => elements.map((one) => one.textContent ?? ""));
  }

  /** As they can be read, not as they were sent. */
  innerTexts(): Promise<string[]> {
    return this.map((elements) => elements.map((one) => one.innerText));
  }

  /** Of the first; `null` if there is none. */
  text(): Promise<string | null> {
    return this.map(([first]) => first?.textContent ?? null);
  }

  /** Of the first. */
  attribute(name: string): Promise<string | null> {
    return this.map(([first], wanted) => first?.getAttribute(wanted) ?? null, name);
  }

  /** Of the first, which is a field. */
  value(): Promise<string> {
    return this.map(([first]) => (first as HTMLInputElement).value);
  }

  /** Whether the first can be seen. */
  isVisible(): Promise<boolean> {
    return this.map(([first]) => first?.checkVisibility({ visibilityProperty: true }) ?? false);
  }

  /** Waits until there is one such element, which is enabled, and which nothing covers. */
  async click(): Promise<void> {
    let point: Point = { x: 0, y: 0 };
    await this.page.agree(async () => {
      const place = await this.map(placeOf);
      if (typeof place === "string") return `${this.selector}: ${place}`;
      point = place;
      return undefined;
    });
    await this.page.clickAt(point);
  }

  focus(): Promise<void> {
    return this.map(focusFirst);
  }

  /** Replaces the text of a field, as if typed, and leaves it. */
  async fill(text: string): Promise<void> {
    await this.focus();
    await this.page.type(text);
    await this.map(([first]) => first?.blur());
  }

  /** Types a text into a field of several lines, and presses the Enter key. */
  async enter(text: string): Promise<void> {
    await this.focus();
    for (const [index, line] of text.split("\n").entries()) {
      if (index > 0) await this.page.pressEnter(true);
      await this.page.type(line);
    }
    await this.page.pressEnter();
  }
}
