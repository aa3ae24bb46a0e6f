/** Starts browsers of whatever engine, and connects to them. */
import { connectToChromium, startChromium } from "./chromium/browser";
import type { EngineName } from "./engines";
import { connectToFirefox, startFirefox } from "./firefox/browser";
import { PATIENCE_MS } from "./hosts";
import type { Profile } from "./profile";
import { connectToWebKit, startWebKit } from "./webkit/browser";

export interface RunningBrowser {
  /** For `connect`. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface StartOptions {
  /** All windows are private ones. Profiles in Chromium and WebKit are private in any case. */
  isPrivate?: boolean;
}

/** A connection to a browser. In Firefox there can be one at a time. */
export interface Browser {
  /** Storage, locks and channels of its own, until `dispose`. */
  newProfile(): Promise<Profile>;
  /** Ends the profiles; the browser goes on. */
  close(): Promise<void>;
}

const STARTS = { chromium: startChromium, firefox: startFirefox, webkit: startWebKit };
const CONNECTS = {
  chromium: connectToChromium,
  firefox: connectToFirefox,
  webkit: connectToWebKit,
};

export function startBrowser(
  engine: EngineName,
  options: StartOptions = {},
): Promise<RunningBrowser> {
  return STARTS[engine](options);
}

/** @param patienceMs how long a tab may take to answer. */
export function connect(
  engine: EngineName,
  url: string,
  patienceMs = PATIENCE_MS,
): Promise<Browser> {
  return CONNECTS[engine](url, patienceMs);
}
