import type { DevServer, ServerProfile } from "../dist/dev-server/index.js";

export interface Demo {
  /** The address of the start page. */
  readonly address: string;
  readonly comet: DevServer;
  close(): Promise<void>;
}

/**
 * @param options.distDir the build to serve, by default `dist/`.
 * @param options.profile the profile of the comet server, by default "current".
 */
export function startDemo(options?: {
  port?: number;
  distDir?: string;
  profile?: ServerProfile;
}): Promise<Demo>;
