export function requireFirefox(): Promise<string>;
export function ensureFirefox(): Promise<string>;
