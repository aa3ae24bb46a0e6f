/** Returns the path of a Chromium, `undefined` where there is none. */
export function findChromium(): Promise<string | undefined>;
/** As `findChromium`, but throws an error with the fix in it. */
export function requireChromium(): Promise<string>;
/** Returns the path of a Chromium, after installing one where needed. */
export function ensureChromium(): Promise<string>;
/** How tests and the benchmark start it. */
export const CHROMIUM_ARGS: string[];
