/** Waiting for what happens in the browser. Knows nothing of tests: benchmarks wait, too. */
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 20;

/** @throws if `promise` takes longer. */
export async function within<Value>(
  milliseconds: number,
  what: string,
  promise: Promise<Value>,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Waited ${milliseconds} ms for ${what}`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Asks again and again, until there is no objection. @throws with the last objection.
 * @param read returns what is still wrong, `undefined` for nothing.
 */
export async function repeat(
  milliseconds: number,
  read: () => Promise<string | undefined> | string | undefined,
): Promise<void> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const objection = await read();
    if (objection === undefined) return;
    if (Date.now() > end) throw new Error(`Still after ${milliseconds} ms: ${objection}`);
    await sleep(POLL_MS);
  }
}
