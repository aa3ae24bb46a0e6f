import { MIN_WAKE_GAP_MS } from "./retry";

/** How a connection reaches the server. The testing entry gives one that is no network at all. */
export interface Network {
  /** Opens a socket. @throws what the browser's constructor throws. */
  open(url: string): WebSocket;
  /** For how long a wake-up makes `Retry` ignore others, in milliseconds. */
  readonly wakeGapMs: number;
}

export const BROWSER_NETWORK: Network = {
  open: (url) => new WebSocket(url),
  wakeGapMs: MIN_WAKE_GAP_MS,
};
