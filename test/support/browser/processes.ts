/** Which process renders a page, so that it can be stopped or killed like any other. */
import { readdirSync, readFileSync } from "node:fs";
import type { Cdp } from "./cdp";
import { repeat } from "./wait";

/** A thread's name as the kernel keeps it: the first 15 characters. */
const WORKER_THREAD = "DedicatedWorker";

async function renderers(cdp: Cdp): Promise<number[]> {
  const { processInfo } = await cdp.send<{ processInfo: { type: string; id: number }[] }>(
    "SystemInfo.getProcessInfo",
  );
  return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
}

function workersOf(pid: number): number {
  try {
    const names = readdirSync(`/proc/${pid}/task`).map((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/comm`, "utf8"),
    );
    return names.filter((name) => name.startsWith(WORKER_THREAD)).length;
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}

/** Pages start workers of their own, one at a time. */
const WORKERS = 4;

/**
 * The protocol does not tell a tab's process. Workers that the page starts show as threads of it,
 * under a name of their own.
 */
export async function rendererOf(
  cdp: Cdp,
  evaluate: (expression: string) => Promise<unknown>,
): Promise<number> {
  const before = new Map((await renderers(cdp)).map((pid) => [pid, workersOf(pid)]));
  await evaluate(
    `window.pidWorkers = Array.from({ length: ${WORKERS} }, () => new Worker("data:text/javascript,")); 0`,
  );
  let found: number | undefined;
  await repeat(cdp.patienceMs, async () => {
    found = (await renderers(cdp)).find(
      (pid) => workersOf(pid) >= (before.get(pid) ?? 0) + WORKERS,
    );
    return found === undefined ? "no process with new workers" : undefined;
  });
  await evaluate(
    "for (const worker of pidWorkers) worker.terminate(); delete window.pidWorkers; 0",
  );
  return found as number;
}
