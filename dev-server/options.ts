/** The options of a development server, and their defaults. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { CutEnd } from "./frames";
import { checkInteger, checkOneOf, InputError } from "./input";
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
  /** Commands kept in {@link DevServer.received}; the oldest gives way. Default 1000. */
  readonly maxReceived?: number;
  /** Size of one request body of the HTTP interface, in bytes. Default 262,144. */
  readonly maxBodyBytes?: number;
}

/** Everything is optional; `startDevServer()` alone is a server on 127.0.0.1:8087. */
export interface DevServerOptions {
  /** TCP port; 0 takes any free one. Default 8087, the port of the real server. */
  readonly port?: number;
  /** Address to listen on. Default `"127.0.0.1"`: this machine only. */
  readonly host?: string;
  /** The server's password; JWTs are signed with it. Default `"CometQLPassword"`. */
  readonly password?: string;
  /**
   * Which server to speak as, see {@link ServerProfile}. Default `"current"`. Whatever the profile
   * is, the recorded limits, refusals and delivery counts of the present server hold.
   */
  readonly profile?: ServerProfile;
  /**
   * Whether frames of 123 to 125 bytes arrive cut, as from the real server. `"invalid-utf8"` also
   * leaves bytes behind the cut that are not valid UTF-8, so that a browser drops the connection;
   * that happens with the real server, too. Default `true` with the profile
   * `"current"`, else `false`: only the present server is known to do this.
   */
  readonly cutFrames?: boolean | "invalid-utf8";
  /**
   * Origins that may connect, for example `["http://localhost:8080"]`; others get HTTP status 403.
   * A client without an Origin header is not a browser and may connect. Default: all may.
   */
  readonly origins?: readonly string[];
  /**
   * Whether to offer the HTTP interface (`GET /dev` lists it). Default: `true` if `host` is a loopback
   * address, else `false`, since the interface asks for no password.
   */
  readonly api?: boolean;
  /** Answers every HTTP request that is not for the HTTP interface. Default: status 404. */
  readonly onRequest?: (request: IncomingMessage, response: ServerResponse) => void;
  /** The time, in milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number;
  readonly limits?: DevServerLimits;
}

/** The options with every default filled in. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly password: string;
  readonly profile: ServerProfile;
  readonly cutEnd: CutEnd;
  readonly origins: readonly string[] | undefined;
  readonly api: boolean;
  readonly onRequest: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  readonly clock: () => number;
  readonly limits: Required<DevServerLimits>;
}

export const MAX_PORT = 65_535;
export const DEFAULT_PORT = 8087;
export const DEFAULT_HOST = "127.0.0.1";
export const DEFAULT_PASSWORD = "CometQLPassword";

export const DEFAULT_PROFILE: ServerProfile = "current";

const PROFILES: readonly ServerProfile[] = ["current", "3"];

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

/** @throws InputError if an option has a value that it cannot have. */
export function resolveOptions(options: DevServerOptions): Settings {
  const host = checkText("host", options.host ?? DEFAULT_HOST);
  const profile = checkProfile("profile", options.profile ?? DEFAULT_PROFILE);
  return {
    port: checkInteger("port", options.port ?? DEFAULT_PORT, 0, MAX_PORT),
    host,
    password: checkText("password", options.password ?? DEFAULT_PASSWORD),
    profile,
    cutEnd: cutEnd(options.cutFrames ?? profile === "current"),
    origins: options.origins,
    api: options.api ?? isLoopback(host),
    onRequest: options.onRequest,
    clock: options.clock ?? Date.now,
    limits: resolveLimits(options.limits ?? {}),
  };
}

export function checkProfile(field: string, value: unknown): ServerProfile {
  return checkOneOf<ServerProfile>(field, value, PROFILES);
}

export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
}

function cutEnd(cutFrames: boolean | "invalid-utf8"): CutEnd {
  if (cutFrames === "invalid-utf8") return "invalid";
  return cutFrames ? "ascii" : "none";
}

function checkText(field: string, value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  throw new InputError(field, value, "a text that is not empty");
}

function resolveLimits(limits: DevServerLimits): Required<DevServerLimits> {
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    if (!(name in DEFAULT_LIMITS)) {
      throw new InputError("limits", name, `one of ${Object.keys(DEFAULT_LIMITS).join(", ")}`);
    }
    checkInteger(`limits.${name}`, value, 1, Number.MAX_SAFE_INTEGER);
  }
  return { ...DEFAULT_LIMITS, ...Object.fromEntries(given) };
}
