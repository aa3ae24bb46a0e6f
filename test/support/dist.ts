/** What is tested is what people use: the built files. */
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type * as DevServerModule from "../../dev-server";

type Options = Parameters<typeof DevServerModule.startDevServer>[0];

/** The folder of the build under test. */
export const DIST = process.env.DIST_DIR ?? fileURLToPath(new URL("../../dist/", import.meta.url));

function load(): Promise<typeof DevServerModule> {
  return import(pathToFileURL(join(DIST, "dev-server/index.js")).href) as Promise<
    typeof DevServerModule
  >;
}

/** The development server of that build. */
export async function startBuiltServer(options: Options): Promise<DevServerModule.DevServer> {
  return (await load()).startDevServer(options);
}

/** A cluster of that build. */
export async function startBuiltCluster(
  options: Parameters<typeof DevServerModule.startDevCluster>[0],
): Promise<DevServerModule.DevCluster> {
  return (await load()).startDevCluster(options);
}
