/** Finds Chromium for tests and benchmarks, and installs it if it is missing. */
import { download, downloadLine, downloads } from "./downloads.mjs";
import { finder } from "./finder.mjs";
import { installPackages, isDebian, isProgram, isRoot, namedBy, pathsOf } from "./programs.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const APPLICATIONS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Chrome for Testing. */
const BUILD = "chrome@stable";
const ON_MAC = "Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing";
const DOWNLOADED = [
  "chrome-linux64/chrome",
  `chrome-mac-arm64/${ON_MAC}`,
  `chrome-mac-x64/${ON_MAC}`,
  "chrome-win64/chrome.exe",
];

const FIX =
  "Install it (as root on Debian: apt-get install chromium; anywhere: " +
  `${downloadLine(BUILD)}), or name it: CHROMIUM_PATH=/path/to/chromium`;

function find() {
  const paths = [...pathsOf(...NAMES), ...APPLICATIONS, ...downloads("chrome", DOWNLOADED)];
  return namedBy("CHROMIUM_PATH") ?? paths.find(isProgram);
}

function install() {
  if (!isDebian() || !installPackages("chromium")) download(BUILD);
}

/** Both resolve with the path of a Chromium. */
export const { insist: requireChromium, ensure: ensureChromium } = finder({
  ...{ name: "Chromium", fix: FIX, find, install },
});

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
