export function findFirefox(): Promise<string | undefined>;
export function requireFirefox(): Promise<string>;
export function ensureFirefox(): Promise<string>;
