import { wasAborted } from './errors.js';

function onAbort(signal, callback) {
  if (!signal) return () => void 0;
  const abort = () => callback(wasAborted(signal));
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  return () => signal.removeEventListener("abort", abort);
}

export { onAbort };
//# sourceMappingURL=on-abort.js.map
