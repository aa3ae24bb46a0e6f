/** What a page in WebKit says on the console, throws, or does against its policy. */

interface Watched {
  driverNotes?: string[];
}

/** Runs in the page: WebKit's driver tells nothing of it. What came before is not noted. */
export function watchPage(): void {
  const watched = window as Watched;
  if (watched.driverNotes) return;
  const notes = (watched.driverNotes = [] as string[]);
  // Chromium's words, which the tests use.
  const kinds = { log: "log", info: "info", warn: "warning", error: "error", debug: "debug" };
  for (const [name, kind] of Object.entries(kinds)) {
    const native = Reflect.get(console, name) as (...args: unknown[]) => void;
    Reflect.set(console, name, (...args: unknown[]) => {
      notes.push(`${kind}: ${args.map(String).join(" ")}`);
      native(...args);
    });
  }
  addEventListener("error", ({ message }) => notes.push(`uncaught: ${message}`));
  addEventListener("unhandledrejection", ({ reason }) => notes.push(`uncaught: ${String(reason)}`));
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
    notes.push(`CSP: ${effectiveDirective} ${blockedURI}`),
  );
}

/** Runs in the page. */
export function takeNotes(): string[] {
  return (window as Watched).driverNotes?.splice(0) ?? [];
}
