/** Reaches the other tabs of a group. */
export interface Bus {
  /** To all others, in order. @throws if the browser refuses; the bus has then broken for good. */
  post(message: object): void;
  close(): void;
}
