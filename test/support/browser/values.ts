/** Values on their way into a page and back. JSON would lose `undefined`, which tests look for. */

/** A value as the browser describes it, whole; WebDriver BiDi has the same form. */
export interface Described {
  type: string;
  value?: unknown;
}

/** The source text of a value. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join()}]`;
  if (typeof value !== "object" || value === null)
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  const fields = Object.entries(value).map(
    ([name, field]) => `${JSON.stringify(name)}: ${literal(field)}`,
  );
  return `({${fields.join()}})`;
}

/** The source text of a call; the function knows nothing but its arguments. */
export function callOf(action: (...args: never[]) => unknown, args: readonly unknown[]): string {
  return `(${action.toString()})(${args.map(literal).join()})`;
}

/** What cannot leave the page, as functions and elements, is `undefined`. */
export function read({ type, value }: Described): unknown {
  switch (type) {
    case "null":
      return null;
    case "string":
    case "boolean":
      return value;
    case "number":
      // "NaN", "-0" and the infinities are texts.
      return Number(value);
    case "array":
      return (value as Described[]).map(read);
    case "object":
      return Object.fromEntries(
        (value as [string, Described][]).map(([name, field]) => [name, read(field)]),
      );
    default:
      return undefined;
  }
}
