import { callPage } from '../platform/tasks.js';
import { subscriptionOf } from '../client/live-subscription.js';
import { badArgument, checkCallback, CometError } from './errors.js';
import { PromiseNames } from './promise-names.js';

function checked(api, schema, handler) {
  const standard = standardOf(schema);
  if (!standard) throw badArgument("schema", schema, "it is a Standard Schema");
  checkCallback(handler);
  let before;
  const take = (message, result) => {
    if (result.issues) PromiseNames.report(api, misfit(message, result.issues));
    else handler({ ...message, data: result.value });
  };
  return (message) => {
    const result = resultOf(() => standard.validate(message.data));
    if (!before && !isThenable(result)) return take(message, result);
    const subscription = subscriptionOf(message);
    const wasEnded = subscription?.isEnded;
    const takeLate = (late) => {
      if (wasEnded || !subscription?.isEnded) callPage(take, message, late);
    };
    const settled = Promise.resolve(result).catch(failed);
    const mine = Promise.all([settled, before]).then(([late]) => takeLate(late));
    before = mine;
    void mine.finally(() => before === mine && (before = void 0));
  };
}
function standardOf(schema) {
  try {
    const standard = schema?.["~standard"];
    return typeof standard?.validate === "function" ? standard : void 0;
  } catch {
    return void 0;
  }
}
function isThenable(value) {
  return typeof Object(value).then === "function";
}
function resultOf(validate) {
  try {
    return validate();
  } catch (error) {
    return failed(error);
  }
}
function failed(error) {
  return { issues: [{ message: `the schema failed: ${String(error)}` }] };
}
function misfit({ channel, event }, issues) {
  const [first] = issues;
  const text = `Data of ${channel}.${event} does not fit: ${first?.message ?? "no reason given"}`;
  return new CometError("data", text, issues);
}

export { checked };
//# sourceMappingURL=checked.js.map
