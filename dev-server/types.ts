import type { ServerControl } from "./core/types";

/** A server that listens on a port. */
export interface DevServer extends ServerControl {
  /** The TCP port that it listens on. */
  readonly port: number;
  /** The address that it listens on, as given. */
  readonly host: string;
  /** The value for the client's option `node`, for example `"127.0.0.1:8087"`. */
  readonly node: string;
  /** The address for HTTP, for example `"http://127.0.0.1:8087"`. */
  readonly address: string;

  /** Cuts every connection and frees the port. */
  close(): Promise<void>;
}
