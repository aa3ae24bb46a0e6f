import { badArgument, checkedNumber, CometError, wasAborted } from "../api/errors";
import type { WaitOptions } from "../api/promises";
import { MAX_TIMER_MS } from "../platform/tasks";
import type { Command } from "../protocol/commands";
import type { ChannelMessage, ServerMessage } from "../protocol/messages";
import type { Link, Request } from "../tabs/link";
import { readMembers } from "./given";

/** Settles a promise, the first time that it is called. */
export type Settle<Value> = (error: CometError | undefined, value?: Value) => void;

/** Gives up what a caller waits for: has the promise settled, with this error or a better one. */
export type Cancel = (error: CometError) => void;

/**
 * A promise that its caller may give up.
 * @param begin begins what is waited for; called at once, unless the signal says so already.
 * @throws CometError for bad options.
 */
export function waitFor<Value>(
  options: WaitOptions | undefined,
  begin: (settle: Settle<Value>) => Cancel,
): Promise<Value> {
  const { signal, timeoutMs } = checkedWait(options);
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(wasAborted(signal));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onAbort = () => cancel(wasAborted(signal));
    const settle: Settle<Value> = (error, value) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      if (error) reject(error);
      else resolve(value as Value);
    };
    signal?.addEventListener("abort", onAbort);
    if (timeoutMs !== undefined) timer = setTimeout(() => cancel(timedOut(timeoutMs)), timeoutMs);
    const cancel = begin(settle);
  });
}

/**
 * Carries a command out. Resolves with the server's answer, if there is one.
 * @throws CometError for bad options.
 */
export function carryOut(
  link: Link,
  command: Command,
  options?: WaitOptions,
  onLog?: (message: ChannelMessage) => void,
): Promise<ServerMessage | undefined> {
  return waitFor(options, (settle) => {
    const request: Request = { command, onDone: settle, endsAtStop: true };
    if (onLog) request.onLog = onLog;
    link.send(request);
    return (error) => link.cancel(request, error);
  });
}

/** @throws CometError for an option that cannot work. */
export function checkedWait(options: WaitOptions | undefined): WaitOptions {
  const { signal, timeoutMs } = readMembers<WaitOptions>(options);
  if (timeoutMs !== undefined) checkedNumber("timeoutMs", timeoutMs, MAX_TIMER_MS);
  return { signal: checkedSignal(signal), timeoutMs };
}

/** @throws CometError for anything but a signal. */
export function checkedSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  if (signal === undefined || isSignal(signal)) return signal;
  throw badArgument("signal", signal, "it is the signal of an AbortController");
}

function isSignal(value: unknown): boolean {
  try {
    const { aborted, addEventListener } = Object(value) as Partial<AbortSignal>;
    return typeof aborted === "boolean" && typeof addEventListener === "function";
  } catch {
    return false;
  }
}

function timedOut(timeoutMs: number): CometError {
  return new CometError("timeout", `The server has not answered within ${timeoutMs} ms`, timeoutMs);
}
