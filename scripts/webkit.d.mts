/** Paths of programs. */
export interface WebKitParts {
  driver: string;
  browser: string;
  screen: string;
}
export function requireWebKit(): Promise<WebKitParts>;
export function ensureWebKit(): Promise<WebKitParts>;
