/** What the library keeps in the browser. Storage that is absent, full or forbidden is no error. */

/** What the library asks of its surroundings. Nothing here runs at import time. */

/** Reads localStorage; `null` where it is empty, absent or forbidden. */
export function readStorage(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // A sandboxed frame, blocked storage, or no browser at all.
    return null;
  }
}

/** Writes localStorage. Returns whether that was possible. */
export function writeStorage(key: string, value: string): boolean {
  try {
    localStorage.setItem(key, value);
    return true;
  } catch {
    // Full, absent or forbidden: the value is then as long-lived as the page.
    return false;
  }
}

/** Reads sessionStorage, in which a tab's pages of one site leave something to each other. */
export function readTabStorage(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Writes sessionStorage, where that is possible; `null` removes. */
export function writeTabStorage(key: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {
    // Full, absent or forbidden.
  }
}
