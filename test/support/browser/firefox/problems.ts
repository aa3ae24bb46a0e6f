/** What a page in Firefox says on the console, throws, or does against its policy. */
import type { FirefoxTab } from "./tab";

interface LogEntry {
  type: "console" | "javascript";
  method?: string;
  level: string;
  text: string;
}

interface ChannelMessage {
  channel: string;
  data: { value: string };
}

const VIOLATIONS = "violations";

/** Chromium's words, which the tests use. */
const KINDS: Record<string, string> = { warn: "warning" };

/** The source text of a function that runs in the page. */
const WATCH_POLICY = `(report) => document.addEventListener("securitypolicyviolation",
  ({ effectiveDirective, blockedURI }) => report(effectiveDirective + " " + blockedURI))`;

/** Notes each in `problems` of the page, as "kind: text". */
export async function watchProblems(tab: FirefoxTab): Promise<void> {
  const note = (kind: string, text: string) => void tab.problems.push(`${kind}: ${text}`);
  tab.on<LogEntry>("log.entryAdded", ({ type, method = "", level, text }) => {
    if (type === "console") note(KINDS[method] ?? method, text);
    else note(level === "error" ? "uncaught" : level, text);
  });
  tab.on<ChannelMessage>("script.message", ({ channel, data }) => {
    if (channel === VIOLATIONS) note("CSP", data.value);
  });
  await tab.preload(WATCH_POLICY, [{ type: "channel", value: { channel: VIOLATIONS } }]);
}
