/**
 * The server's end of a WebSocket: that of `ws`, or one without a network. Its end is reported by
 * `"close"`, by `"error"`, or by both.
 */
export interface ServerSocket {
  /** Bytes that were sent, but not written yet. */
  readonly bufferedAmount: number;
  on(event: "message", listener: (data: { toString(): string }) => void): unknown;
  on(event: "close" | "error", listener: () => void): unknown;
  /** Sends a frame. Calls `onWritten` when it is written, or when it never will be. */
  send(frame: Uint8Array, options: { binary: false }, onWritten: () => void): void;
  /** Reports no further messages until {@link resume}. */
  pause(): void;
  resume(): void;
  /** Ends the connection, without a close frame. */
  terminate(): void;
}
