/** What is tested is what people use: the built files. */
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type * as DevServerModule from "../../dev-server";

type Options = Parameters<typeof DevServerModule.startDevServer>[0];

/** The folder of the build under test. */
export const DIST = process.env.DIST_DIR ?? fileURLToPath(new URL("../../dist/", import.meta.url));

/** The development server of that build. */
export async function startBuiltServer(options: Options): Promise<DevServerModule.DevServer> {
  const { startDevServer } = (await import(
    pathToFileURL(join(DIST, "dev-server/index.js")).href
  )) as typeof DevServerModule;
  return startDevServer(options);
}
