import { expect } from "vitest";
import type { CometOptions } from "../../../src/api/types";
import { SCRIPT_DEFAULTS } from "../../../src/client/defaults";
import { Settings } from "../../../src/client/settings";

/** The settings of an npm entry that was given these options, which are good. */
export function settingsOf(options: CometOptions, defaults = {}): Settings {
  const settings = new Settings(defaults);
  expect(settings.merge(options)).toEqual([]);
  return settings;
}

/** Those of the script file. */
export const inScript = (options: CometOptions) => settingsOf(options, SCRIPT_DEFAULTS);
