/** What a page in Chromium says on the console, throws, or does against its policy. */
import type { ChromiumTab } from "./tab";

interface ConsoleCall {
  type: string;
  args: { value?: unknown; description?: string }[];
}

interface Thrown {
  exceptionDetails: { text: string; exception?: { value?: unknown; description?: string } };
}

const REPORT = "reportViolation";

/** Runs in the page, before its own scripts. */
function watchPolicy(report: string): void {
  const send = Reflect.get(window, report) as (text: string) => void;
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    send(`${effectiveDirective} ${blockedURI}`),
  );
}

/** An error without its stack, or whatever else was thrown. */
function textOf({ exceptionDetails: { text, exception } }: Thrown): string {
  if (!exception) return text;
  return exception.description?.replace(/\n {4}at [\s\S]*/, "") ?? String(exception.value);
}

/** Notes each in `problems` of the page, as "kind: text". */
export async function watchProblems(page: ChromiumTab): Promise<void> {
  const note = (kind: string, text: string) => void page.problems.push(`${kind}: ${text}`);
  page.on<ConsoleCall>("Runtime.consoleAPICalled", ({ type, args }) =>
    note(type, args.map((one) => String(one.value ?? one.description)).join(" ")),
  );
  page.on<Thrown>("Runtime.exceptionThrown", (thrown) => note("uncaught", textOf(thrown)));
  // What the browser itself has to say: a connection that failed, a policy.
  page.on<{ entry: { level: string; text: string } }>("Log.entryAdded", ({ entry }) =>
    note(entry.level, entry.text),
  );
  await Promise.all([page.send("Runtime.enable"), page.send("Log.enable")]);
  await page.expose(REPORT, (text) => note("CSP", text));
  await page.beforeLoad(watchPolicy, REPORT);
}
