import { wasAborted, type CometError } from "./errors";

/**
 * Calls a callback when a signal is aborted; at once if it is already. Returns a function that ends this.
 */
export function onAbort(
  signal: AbortSignal | undefined,
  callback: (error: CometError) => void,
): () => void {
  if (!signal) return () => undefined;
  const abort = () => callback(wasAborted(signal));
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  return () => signal.removeEventListener("abort", abort);
}
