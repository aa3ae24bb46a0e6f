/**
 * `tabs/bus/`: how tabs reach each other. Apart from `TabBus`, which gathers entries, it may not
 * know what the messages mean. A `Bus` reaches the other tabs of a group.
 */
export interface Bus {
  /** Posts to all other tabs, in order. @throws if the browser refuses: the bus is then broken. */
  post(message: object): void;
  close(): void;
}
