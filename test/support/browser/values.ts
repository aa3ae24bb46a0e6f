/** Values on their way into a page and back. JSON would lose `undefined`, which tests look for. */

/** A value as the browser describes it, whole; WebDriver BiDi has the same form. */
export interface Described {
  type: string;
  value?: unknown;
  weakLocalObjectReference?: number;
}

/** The source text of a value. */
export function literal(value: unknown): string {
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
export function read(one: Described, known = new Map<number, unknown>()): unknown {
  switch (one.type) {
    case "null":
      return null;
    case "string":
    case "boolean":
      return one.value;
    case "number":
      // "NaN", "-0" and the infinities are texts.
      return Number(one.value);
    case "array":
    case "object":
      return readObject(one, known);
    default:
      return undefined;
  }
}

/** @param known what stands in several places is described in the first of them. */
function readObject(
  { type, value, weakLocalObjectReference: reference = -1 }: Described,
  known: Map<number, unknown>,
): unknown {
  if (value === undefined) return known.get(reference);
  const result = type === "array" ? [] : {};
  known.set(reference, result);
  const fields = (type === "array" ? Object.entries(value as Described[]) : value) as [
    string,
    Described,
  ][];
  for (const [name, field] of fields) Object.assign(result, { [name]: read(field, known) });
  return result;
}
