/** Which process runs a page, so that it can be stopped or killed like any other. */
import { readdirSync, readFileSync } from "node:fs";
import type { Page } from "./page";

/** How long a thread's name can be in the kernel. */
const NAME_LENGTH = 15;

/** Pages start workers of their own, one at a time. */
const WORKERS = 4;

function threadsOf(pid: number, name: string): number {
  try {
    const names = readdirSync(`/proc/${pid}/task`).map((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/comm`, "utf8"),
    );
    return names.filter((one) => one.startsWith(name.slice(0, NAME_LENGTH))).length;
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}

/**
 * No protocol tells a tab's process. Workers that the page starts show as threads of it.
 * @param candidates all processes that it may be. @param threadName of a worker.
 */
export async function processOf(
  page: Page,
  candidates: () => Promise<number[]> | number[],
  threadName: string,
): Promise<number> {
  const before = new Map((await candidates()).map((pid) => [pid, threadsOf(pid, threadName)]));
  await page.evaluate(
    `void (window.pidWorkers = Array.from({ length: ${WORKERS} }, () => new Worker("data:text/javascript,")))`,
  );
  let found: number | undefined;
  await page.agree(async () => {
    found = (await candidates()).find(
      (pid) => threadsOf(pid, threadName) >= (before.get(pid) ?? 0) + WORKERS,
    );
    return found === undefined ? "no process with new workers" : undefined;
  });
  await page.evaluate("pidWorkers.splice(0).forEach((worker) => worker.terminate())");
  return found as number;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The processes that a process has started, and those that they have. */
export function descendants(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const one of readdirSync("/proc").map(Number).filter(Boolean)) {
    const parent = parentOf(one);
    children.set(parent, [...(children.get(parent) ?? []), one]);
  }
  const below = (one: number): number[] =>
    (children.get(one) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(pid);
}

/** 0 if the process has ended. */
function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return 0;
  }
}
