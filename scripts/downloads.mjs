/** Browsers where there is no package: @puppeteer/browsers fetches them into a folder. */
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { isRoot, run } from "./programs.mjs";

const FOLDER = join(homedir(), ".cache", "puppeteer");

const command = (build) => ["--yes", "@puppeteer/browsers", "install", build, "--path", FOLDER];

/** What a person types. @param build "chrome@stable" */
export const downloadLine = (build) => `npx ${command(build).join(" ")}`;

export function download(build) {
  run("npx", ...command(build), ...(isRoot() ? ["--install-deps"] : []));
}

/** The paths at which a downloaded browser may be. @param programs paths in its folder. */
export function downloads(browser, programs) {
  const folder = join(FOLDER, browser);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((version) =>
    programs.map((path) => join(folder, version, path)),
  );
}
