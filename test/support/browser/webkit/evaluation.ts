/** Evaluation in a page of WebKit: W3C WebDriver hands JSON over, which tells less than tests ask. */

/** Runs in the page. Describes a value as the other engines do: see `Described`. */
function describe(value: unknown, known: unknown[] = []): object {
  const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  if (type === "number") return { type, value: Object.is(value, -0) ? "-0" : String(value) };
  if (type !== "array" && type !== "object") return { type, value };
  const weakLocalObjectReference = known.indexOf(value);
  if (weakLocalObjectReference >= 0) return { type, weakLocalObjectReference };
  const reference = { weakLocalObjectReference: known.push(value) - 1 };
  if (Array.isArray(value))
    return { type, ...reference, value: value.map((one) => describe(one, known)) };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return { type: "other" };
  const fields = Object.entries(value as object).map(([name, one]) => [name, describe(one, known)]);
  return { type, ...reference, value: fields };
}

/** Runs in the page. */
function errorOf(error: unknown): { error: string } {
  return { error: String(error) };
}

const PARTS = `${describe.toString()}; ${errorOf.toString()};`;

/** The source text of a function's body that begins, and returns in JSON what there is so far. */
export function startEvaluation(id: string, expression: string): string {
  return `${PARTS}
    const results = (window.driverResults ??= {});
    try {
      const value = (${expression});
      if (typeof value?.then !== "function") return JSON.stringify({ value: describe(value) });
      value.then(
        (one) => (results[${id}] = JSON.stringify({ value: describe(one) })),
        (error) => (results[${id}] = JSON.stringify(errorOf(error))),
      );
      return JSON.stringify("pending");
    } catch (error) {
      return JSON.stringify(errorOf(error));
    }`;
}

/** The source text of a function's body that takes up what `startEvaluation` began. */
export function takeResult(id: string): string {
  return `
    if (!window.driverResults) return JSON.stringify("unknown");
    const result = driverResults[${id}];
    delete driverResults[${id}];
    return result ?? JSON.stringify("pending");`;
}
