/** localStorage and sessionStorage. Storage that is absent, full or forbidden is not an error. */

/** Reads localStorage; `null` if the key is not set, or storage is absent or forbidden. */
export function readStorage(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // A sandboxed frame, blocked storage, or no browser at all.
    return null;
  }
}

/** Writes localStorage. Returns whether it could be written. */
export function writeStorage(key: string, value: string): boolean {
  try {
    localStorage.setItem(key, value);
    return true;
  } catch {
    // Full, absent or forbidden: callers keep the value for the life of the page.
    return false;
  }
}

/** Reads sessionStorage, which the successive pages of a tab share; `null` as `readStorage`. */
export function readTabStorage(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Writes sessionStorage if it can be written; `null` removes the key. */
export function writeTabStorage(key: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {
    // Full, absent or forbidden.
  }
}
