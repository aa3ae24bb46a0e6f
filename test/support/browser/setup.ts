/** Before the first file of `browser` and of `faults`: starts the browser that all files share. */
import { existsSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { buildExamples } from "../../../scripts/build-examples.mjs";
import { Browser } from "./browser";

declare module "vitest" {
  interface ProvidedContext {
    /** For `Browser.connect`. */
    debuggerUrl: string;
  }
}

/** The tests look at what people use: the files in dist/, in a real browser. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const missing = ["CometServerApi.js", "CometServerApi.min.js", "dev-server/index.js"].find(
    (file) => !existsSync(new URL(`../../../dist/${file}`, import.meta.url)),
  );
  if (missing) throw new Error(`dist/${missing} is missing. Run: npm run build`);
  await buildExamples();
  const browser = await Browser.launch();
  project.provide("debuggerUrl", browser.url);
  return () => browser.close();
}
