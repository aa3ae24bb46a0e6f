import { callPage } from "../platform/tasks";
import type { Message } from "./channels";
import { subscriptionOf } from "../client/live-subscription";
import type { CometServerApi } from "./contract";
import { badArgument, checkCallback, CometError } from "./errors";
import { PromiseNames } from "./promise-names";

/** What a validation finds wrong. */
export interface SchemaIssue {
  readonly message: string;
}

/** What a validation gives: the value, perhaps converted, or what is wrong with it. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** The part of a Standard Schema (version 1) that is used here: https://standardschema.dev */
export interface Schema<Output> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    validate(value: unknown): SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/**
 * A handler for `subscribe` that gets only data that fits a schema, in the form that the schema gives
 * it. For other data there is an event `error` (`data`), with the issues as its `value`; for a schema
 * that throws, too. Messages keep their order, also with a schema that takes time.
 *
 * ```ts
 * cometApi.subscribe("web_chat.message", checked(cometApi, schema, ({ data }) => show(data.text)));
 * ```
 * @param schema of any library that speaks Standard Schema: Zod, Valibot, ArkType and others.
 * @throws CometError `argument` for a value that is no schema, or a handler that is no function.
 */
export function checked<Output, M extends Message>(
  api: CometServerApi,
  schema: Schema<Output>,
  handler: (message: Omit<M, "data"> & { data: Output }) => void,
): (message: M) => void {
  const standard = standardOf(schema);
  if (!standard) throw badArgument("schema", schema, "it is a Standard Schema");
  checkCallback(handler);
  /** The message before, as long as its validation takes time. */
  let before: Promise<void> | undefined;
  const take = (message: M, result: SchemaResult<Output>) => {
    if (result.issues) PromiseNames.report(api, misfit(message, result.issues));
    else handler({ ...message, data: result.value });
  };
  return (message) => {
    const result = resultOf(() => standard.validate(message.data));
    if (!before && !isThenable(result)) return take(message, result);
    const subscription = subscriptionOf(message);
    const wasEnded = subscription?.isEnded;
    const takeLate = (late: SchemaResult<Output>) => {
      // What ended while the schema took its time hears no more; `once` ends with its message.
      if (wasEnded || !subscription?.isEnded) callPage(take, message, late);
    };
    const settled = Promise.resolve(result).catch(failed);
    const mine = Promise.all([settled, before]).then(([late]) => takeLate(late));
    before = mine;
    void mine.finally(() => before === mine && (before = undefined));
  };
}

/** What speaks Standard Schema, if the value does. */
function standardOf<Output>(
  schema: Schema<Output> | undefined,
): Schema<Output>["~standard"] | undefined {
  try {
    const standard = schema?.["~standard"];
    return typeof standard?.validate === "function" ? standard : undefined;
  } catch {
    return undefined;
  }
}

/** A promise, perhaps of another window or a library. */
function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (Object(value) as PromiseLike<unknown>).then === "function";
}

function resultOf<Output>(
  validate: () => SchemaResult<Output> | Promise<SchemaResult<Output>>,
): SchemaResult<Output> | Promise<SchemaResult<Output>> {
  try {
    return validate();
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): { issues: SchemaIssue[] } {
  return { issues: [{ message: `the schema failed: ${String(error)}` }] };
}

function misfit({ channel, event }: Message, issues: readonly SchemaIssue[]): CometError {
  const [first] = issues;
  const text = `Data of ${channel}.${event} does not fit: ${first?.message ?? "no reason given"}`;
  return new CometError("data", text, issues);
}
