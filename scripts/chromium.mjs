/** Finds the browser for tests and benchmarks, and installs it if it is missing. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FOLDERS = ["/usr/bin", ...(process.env.PATH ?? "").split(delimiter).filter(Boolean)];
const APPLICATIONS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const FIX =
  "Install it (as root on Debian: apt-get install chromium; anywhere: npx playwright-core install " +
  "chromium), or name it: CHROMIUM_PATH=/path/to/chromium";

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The browser that playwright-core has downloaded, if any. */
async function playwrightBrowser() {
  try {
    return (await import("playwright-core")).chromium.executablePath();
  } catch {
    return "";
  }
}

/** Returns the path of a Chromium; `undefined` if there is none. */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (isProgram(named)) return named;
    throw new Error(`CHROMIUM_PATH is "${named}", which is no program. Correct or unset it.`);
  }
  const paths = NAMES.flatMap((name) => FOLDERS.map((folder) => join(folder, name)));
  return [...paths, ...APPLICATIONS, await playwrightBrowser()].find(
    (path) => path && isProgram(path),
  );
}

/** As `findChromium`, but throws an error that names the fix. */
export async function requireChromium() {
  const path = await findChromium();
  if (path === undefined) throw new Error(`The browser tests need Chromium. ${FIX}`);
  return path;
}

const isRoot = () => process.getuid?.() === 0;

/** Whether apt-get installs Chromium. Not on Ubuntu, whose package only points to a snap. */
function isDebian() {
  if (!existsSync("/usr/bin/apt-get") || !existsSync("/etc/os-release")) return false;
  return !/^ID=ubuntu$/m.test(readFileSync("/etc/os-release", "utf8"));
}

function run(command, ...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(command, args, { stdio: "inherit", env }).status === 0;
}

function install() {
  console.log("Installing Chromium …");
  if (isRoot() && isDebian()) {
    const apt = ["install", "-y", "--no-install-recommends", "chromium"];
    if (run("apt-get", ...apt) || (run("apt-get", "update") && run("apt-get", ...apt))) return;
  }
  const cli = fileURLToPath(new URL("../node_modules/playwright-core/cli.js", import.meta.url));
  run(process.execPath, cli, "install", ...(isRoot() ? ["--with-deps"] : []), "chromium");
}

/** Returns the path of a Chromium. Installs one if there is none. */
export async function ensureChromium() {
  if ((await findChromium()) === undefined) install();
  return requireChromium();
}

/** The arguments with which tests and benchmarks start it. */
export const CHROMIUM_ARGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // The sandbox does not work for root.
  ...(isRoot() ? ["--no-sandbox"] : []),
];
