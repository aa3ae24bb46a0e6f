/** Time as fake tabs have it: tasks run by themselves, and timers when a test says so. */
import { vi } from "vitest";

/** The event loop's own, whatever a test makes of the timers. */
const later = setImmediate;

/** Tasks that are due. */
let due = 0;

/** Runs `code` as a task of its own. */
export function schedule(code: () => void): void {
  due += 1;
  later(() => {
    due -= 1;
    code();
  });
}

/** Everything that is due has run, and what followed from it; timers do not move. */
export async function settle(): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet = due ? 0 : quiet + 1)
    await new Promise<void>((resolve) => later(resolve));
}

/** Time passes. */
export async function pass(ms: number): Promise<void> {
  await settle();
  for (let rest = ms; rest > 0; rest -= 10) {
    vi.advanceTimersByTime(Math.min(rest, 10));
    await settle();
  }
}

/** Lets time pass until `check` returns neither false nor throws. */
export async function until(check: () => unknown, limitMs = 60_000): Promise<void> {
  for (let waited = 0; ; waited += 10) {
    await settle();
    try {
      if (check() !== false) return;
      if (waited >= limitMs) throw new Error(`not within ${limitMs} ms: ${String(check)}`);
    } catch (error) {
      if (waited >= limitMs) throw error;
    }
    vi.advanceTimersByTime(10);
  }
}
