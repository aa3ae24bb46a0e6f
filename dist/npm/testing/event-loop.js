const MAX_ROUNDS = 500;
const QUIET_ROUNDS = 3;
class Tasks {
  constructor() {
    /** How many have run. */
    this.count = 0;
    this.waiting = [];
  }
  get areDone() {
    return this.waiting.length === 0;
  }
  add(task) {
    this.waiting.push(task);
    void turn().then(() => this.runNext());
  }
  /** Forgets the tasks that have not run. */
  clear() {
    this.waiting = [];
  }
  /**
   * Resolves when none is left, and nothing has added any for a while. Lets timers run that are due:
   * those of 0 ms, also where a test sets the time.
   * @throws Error if that does not end.
   */
  async settled() {
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
  runNext() {
    const task = this.waiting.shift();
    if (!task) return;
    this.count++;
    task();
  }
}
function turn() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}
const { setTimeout: realTimeout } = globalThis;
async function runDueTimers() {
  const { clock } = setTimeout;
  if (clock) clock.tick(0);
  else await new Promise((resolve) => realTimeout(resolve));
}

export { Tasks };
//# sourceMappingURL=event-loop.js.map
