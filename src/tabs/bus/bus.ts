/** Reaches the other tabs of a group. */
export interface Bus {
  /** To all others, in order. @throws where the browser refuses: it has broken for good. */
  post(message: object): void;
  close(): void;
}
