/** The faults that end a leader, and what makes the group complete again. */

export const FAULTS = {
  close: (tab) => tab.close(),
  /** The page goes into the back/forward cache. */
  navigate: (tab, { other }) => tab.navigate(other),
  reload: (tab) => tab.reload(),
  freeze: (tab) => tab.freeze(true),
  crash: (tab) => tab.crash(),
  /** The process is stopped (SIGSTOP), and keeps its connection and its lock. */
  halt: (tab) => tab.halt(),
};

const CURES = {
  /** Firefox does not keep a page in the cache that has a lock or a socket: it loads it again. */
  async navigate(tab, { channel }) {
    if (!(await tab.back()) && tab.engine !== "firefox")
      throw new Error(`${channel}: not from the back/forward cache`);
  },
  halt: (tab) => tab.wake(),
  reload: () => undefined,
};

/** @returns the tab that takes part again, the same or a new one. */
export async function heal(fault, tab, group) {
  // A tab that was frozen stays hidden when it goes on.
  if (fault === "freeze") await tab.freeze(false);
  if (fault === "freeze" || fault === "crash") await tab.close();
  if (!(fault in CURES)) return group.open();
  await CURES[fault](tab, group);
  return tab;
}
