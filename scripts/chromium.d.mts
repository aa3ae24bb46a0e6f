/** As `findChromium`, but throws an error that names the fix. */
export function requireChromium(): Promise<string>;
/** Returns the path of a Chromium. Installs one if there is none. */
export function ensureChromium(): Promise<string>;
/** The arguments with which tests and benchmarks start it. */
export const CHROMIUM_ARGS: string[];
