/** The engines that the tests drive, and what a test cannot do with a tab of each. */

export const ENGINES = ["chromium", "firefox", "webkit"] as const;
export type EngineName = (typeof ENGINES)[number];

/** What only some engines let a test do. */
export const ABILITIES = {
  crash: "crash a page",
  kill: "kill a page's process",
  halt: "stop a page's process",
  freeze: "freeze a page",
  discard: "discard a page",
  throttle: "slow the processor down",
  activate: "bring a tab to the front",
  closeAsked: "close a tab, asking `beforeunload`",
  beforeLoad: "run a script before those of the page",
  evaluateAsUser: "do what only a user's click may",
  sound: "play a sound, on a machine without a device for it",
} as const;
export type Ability = keyof typeof ABILITIES;

const NO_COMMAND = "no command of the driver does it";

/** Why an engine cannot; what is not named, it can. docs/browsers.md shows this as a table. */
export const CANNOT: Record<EngineName, Partial<Record<Ability, string>>> = {
  chromium: {},
  firefox: {
    crash: NO_COMMAND,
    freeze: "Firefox freezes no pages",
    discard: NO_COMMAND,
    throttle: NO_COMMAND,
    sound: "its audio starts only with such a device",
  },
  webkit: {
    crash: NO_COMMAND,
    freeze: "WebKit freezes no pages",
    discard: "WebKit discards no pages",
    throttle: NO_COMMAND,
    activate: NO_COMMAND,
    closeAsked: NO_COMMAND,
    beforeLoad: NO_COMMAND,
    evaluateAsUser: NO_COMMAND,
  },
};

/** What an engine says that is asked for what it cannot do. */
export function unable(engine: EngineName, ability: Ability): string {
  return `${engine} cannot ${ABILITIES[ability]}: ${CANNOT[engine][ability]}`;
}

export function can(engine: EngineName, ...abilities: readonly Ability[]): boolean {
  return abilities.every((ability) => CANNOT[engine][ability] === undefined);
}
