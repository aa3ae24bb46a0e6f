import type { TestProject } from "vitest/node";
import { Browser } from "../support/browser/browser";

declare module "vitest" {
  interface ProvidedContext {
    /** Of the browser that all files of the project share. */
    debuggerUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const browser = await Browser.launch();
  project.provide("debuggerUrl", browser.url);
  return () => browser.close();
}
