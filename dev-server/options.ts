/** The options of a development server, and their defaults. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { CutEnd } from "./core/frames";
import { checkInteger, checkOneOf, InputError } from "./core/input";
import type { CoreSettings, DevServerLimits } from "./core/settings";
import { resolveLimits } from "./core/settings";
import type { ServerProfile } from "./core/types";
import { secretsOf } from "./secrets";

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
export interface Settings extends CoreSettings {
  readonly port: number;
  readonly host: string;
  readonly origins: readonly string[] | undefined;
  readonly api: boolean;
  readonly onRequest: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
}

export const MAX_PORT = 65_535;
export const DEFAULT_PORT = 8087;
export const DEFAULT_HOST = "127.0.0.1";
export const DEFAULT_PASSWORD = "CometQLPassword";

export const DEFAULT_PROFILE: ServerProfile = "current";

const PROFILES: readonly ServerProfile[] = ["current", "3"];

/** @throws InputError if an option has a value that it cannot have. */
export function resolveOptions(options: DevServerOptions): Settings {
  const host = checkText("host", options.host ?? DEFAULT_HOST);
  const profile = checkProfile("profile", options.profile ?? DEFAULT_PROFILE);
  return {
    port: checkInteger("port", options.port ?? DEFAULT_PORT, 0, MAX_PORT),
    host,
    secrets: secretsOf(checkText("password", options.password ?? DEFAULT_PASSWORD)),
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
