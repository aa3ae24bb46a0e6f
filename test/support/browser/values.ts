/** Values on their way into a page and back. JSON would lose `undefined`, which tests look for. */

/** What stands for an object that is described in another place. */
type Reference = number | string | undefined;

/** A value as Chromium describes it, whole, and as WebDriver BiDi does. */
export interface Described {
  type: string;
  value?: unknown;
  /** In Chromium. */
  weakLocalObjectReference?: Reference;
  /** In WebDriver BiDi, for objects that stand in several places. */
  internalId?: Reference;
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
export function read(one: Described, known = new Map<Reference, unknown>()): unknown {
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
  { type, value, weakLocalObjectReference, internalId }: Described,
  known: Map<Reference, unknown>,
): unknown {
  const reference = weakLocalObjectReference ?? internalId;
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
