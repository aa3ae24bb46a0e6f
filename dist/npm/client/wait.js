import { badArgument, wasAborted, checkedNumber, CometError } from '../api/errors.js';
import { MAX_TIMER_MS } from '../platform/tasks.js';
import { readMembers } from './given.js';

function waitFor(options, begin) {
  const { signal, timeoutMs } = checkedWait(options);
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(wasAborted(signal));
    let timer;
    const onAbort = () => cancel(wasAborted(signal));
    const settle = (error, value) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      if (error) reject(error);
      else resolve(value);
    };
    signal?.addEventListener("abort", onAbort);
    if (timeoutMs !== void 0) timer = setTimeout(() => cancel(timedOut(timeoutMs)), timeoutMs);
    const cancel = begin(settle);
  });
}
function carryOut(link, command, options, onLog) {
  return waitFor(options, (settle) => {
    const request = { command, onDone: settle, endsAtStop: true };
    if (onLog) request.onLog = onLog;
    link.send(request);
    return (error) => link.cancel(request, error);
  });
}
function checkedWait(options) {
  const { signal, timeoutMs } = readMembers(options);
  if (timeoutMs !== void 0) checkedNumber("timeoutMs", timeoutMs, MAX_TIMER_MS);
  return { signal: checkedSignal(signal), timeoutMs };
}
function checkedSignal(signal) {
  if (signal === void 0 || isSignal(signal)) return signal;
  throw badArgument("signal", signal, "it is the signal of an AbortController");
}
function isSignal(value) {
  try {
    const { aborted, addEventListener } = Object(value);
    return typeof aborted === "boolean" && typeof addEventListener === "function";
  } catch {
    return false;
  }
}
function timedOut(timeoutMs) {
  return new CometError("timeout", `The server has not answered within ${timeoutMs} ms`, timeoutMs);
}

export { carryOut, checkedSignal, checkedWait, waitFor };
//# sourceMappingURL=wait.js.map
