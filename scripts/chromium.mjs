/** Finds the browser for tests and benchmarks, and installs it if it is missing. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FOLDERS = ["/usr/bin", ...(process.env.PATH ?? "").split(delimiter).filter(Boolean)];
const APPLICATIONS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Where Chrome for Testing comes if there is no package, in a folder for each version. */
const DOWNLOADS = join(homedir(), ".cache", "puppeteer");
const ON_MAC = "Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing";
const DOWNLOADED = [
  "chrome-linux64/chrome",
  `chrome-mac-arm64/${ON_MAC}`,
  `chrome-mac-x64/${ON_MAC}`,
  "chrome-win64/chrome.exe",
];
const DOWNLOAD = ["--yes", "@puppeteer/browsers", "install", "chrome@stable", "--path", DOWNLOADS];

const FIX =
  "Install it (as root on Debian: apt-get install chromium; anywhere: " +
  `npx ${DOWNLOAD.join(" ")}), or name it: CHROMIUM_PATH=/path/to/chromium`;

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function downloads() {
  const folder = join(DOWNLOADS, "chrome");
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((version) =>
    DOWNLOADED.map((path) => join(folder, version, path)),
  );
}

/** Returns the path of a Chromium; `undefined` if there is none. */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (isProgram(named)) return named;
    throw new Error(`CHROMIUM_PATH is "${named}", which is no program. Correct or unset it.`);
  }
  const paths = NAMES.flatMap((name) => FOLDERS.map((folder) => join(folder, name)));
  return [...paths, ...APPLICATIONS, ...downloads()].find(isProgram);
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
  run("npx", ...DOWNLOAD, ...(isRoot() ? ["--install-deps"] : []));
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
