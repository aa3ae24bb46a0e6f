/** The event loop, without timers: tests replace those. */

/** Longer than any real exchange; whatever goes on after that goes on for ever. */
const MAX_ROUNDS = 500;
/** A round may begin what only the next one sees: a message of the page to itself, say. */
const QUIET_ROUNDS = 3;

/** Runs each task in a turn of its own, in order: so a browser hands over what its sockets get. */
export class Tasks {
  /** How many have run. */
  count = 0;
  private waiting: (() => void)[] = [];

  get areDone(): boolean {
    return this.waiting.length === 0;
  }

  add(task: () => void): void {
    this.waiting.push(task);
    void turn().then(() => this.runNext());
  }

  /** Forgets the tasks that have not run. */
  clear(): void {
    this.waiting = [];
  }

  /**
   * Resolves when none is left, and nothing has added any for a while. Lets timers run that are due:
   * those of 0 ms, also where a test sets the time.
   * @throws Error if that does not end.
   */
  async settled(): Promise<void> {
    let quiet = 0;
    for (let round = 0; quiet < QUIET_ROUNDS; round++) {
      if (round === MAX_ROUNDS) throw new Error("It does not settle: something goes on for ever");
      const before = this.count;
      await runDueTimers();
      await turn();
      await turn();
      quiet = this.areDone && this.count === before ? quiet + 1 : 0;
    }
  }

  private runNext(): void {
    const task = this.waiting.shift();
    if (!task) return;
    this.count++;
    task();
  }
}

/** Resolves in another turn of the event loop. */
function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

/** The clock that stands behind the fake timers of Vitest, Jest and Sinon. */
interface FakeClock {
  tick(milliseconds: number): unknown;
}

/** The real one, whatever a test puts in its place later. */
const { setTimeout: realTimeout } = globalThis;

async function runDueTimers(): Promise<void> {
  const { clock } = setTimeout as unknown as { clock?: FakeClock };
  if (clock) clock.tick(0);
  else await new Promise((resolve) => realTimeout(resolve));
}
