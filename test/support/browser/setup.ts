/** Before the first file of a project with browsers: starts the one that all files share. */
import { existsSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { buildExamples } from "../../../scripts/build-examples.mjs";
import { startBrowser } from "./browser";
import type { EngineName } from "./engines";

declare module "vitest" {
  interface ProvidedContext {
    /** Of the project: vitest.config.ts. */
    engine: EngineName;
    /** For `connect`. */
    browserUrl: string;
  }
}

/** The tests look at what people use: the files in dist/, in a real browser. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const missing = ["CometServerApi.js", "CometServerApi.min.js", "dev-server/index.js"].find(
    (file) => !existsSync(new URL(`../../../dist/${file}`, import.meta.url)),
  );
  if (missing) throw new Error(`dist/${missing} is missing. Run: npm run build`);
  await buildExamples();
  const browser = await startBrowser(project.config.provide.engine ?? "chromium");
  project.provide("browserUrl", browser.url);
  return () => browser.stop();
}
