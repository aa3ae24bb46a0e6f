/** What the core has to know of its server. */
import type { CutEnd } from "./frames";
import { checkInteger, InputError } from "./input";
import type { Secrets } from "./secrets";
import type { ServerProfile } from "./types";

/** The limits of what a development server holds, whatever clients do. */
export interface DevServerLimits {
  /** Open connections; a further one is refused with HTTP status 503. Default 1000. */
  readonly maxConnections?: number;
  /** Users with a hash; as many may have data, and as many waiting messages. Default 10,000. */
  readonly maxUsers?: number;
  /** Channels with a log, of up to 99 messages each. Default 100. */
  readonly maxLogs?: number;
  /** Messages that wait for one offline user; the oldest gives way. Default 100. */
  readonly maxQueuedMessages?: number;
  /** Size of the stored data of one user, in bytes. Default 16,384. */
  readonly maxUserDataBytes?: number;
  /**
   * Bytes that one connection may leave unread, and bytes of commands that it may have waiting.
   * Beyond it the connection is dropped. Default 16 MiB.
   */
  readonly maxBufferedBytes?: number;
  /**
   * Commands that one connection may have waiting, behind a withheld answer for example. Beyond it
   * the connection is dropped. Default 10,000.
   */
  readonly maxWaitingCommands?: number;
  /** Commands kept in `received`; the oldest gives way. Default 1000. */
  readonly maxReceived?: number;
  /** Size of one request body of the HTTP interface, in bytes. Default 262,144. */
  readonly maxBodyBytes?: number;
}

/** Every setting of the core. */
export interface CoreSettings {
  readonly profile: ServerProfile;
  readonly cutEnd: CutEnd;
  readonly secrets: Secrets;
  /** The time, in milliseconds since 1970. */
  readonly clock: () => number;
  readonly limits: Required<DevServerLimits>;
}

const DEFAULT_LIMITS: Required<DevServerLimits> = {
  maxConnections: 1000,
  maxUsers: 10_000,
  maxLogs: 100,
  maxQueuedMessages: 100,
  maxUserDataBytes: 16_384,
  maxBufferedBytes: 16 * 1024 * 1024,
  maxWaitingCommands: 10_000,
  maxReceived: 1000,
  maxBodyBytes: 262_144,
};

/** @throws InputError for an unknown limit, and for one that is no positive integer. */
export function resolveLimits(limits: DevServerLimits): Required<DevServerLimits> {
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    if (!(name in DEFAULT_LIMITS)) {
      throw new InputError("limits", name, `one of ${Object.keys(DEFAULT_LIMITS).join(", ")}`);
    }
    checkInteger(`limits.${name}`, value, 1, Number.MAX_SAFE_INTEGER);
  }
  return { ...DEFAULT_LIMITS, ...Object.fromEntries(given) };
}
