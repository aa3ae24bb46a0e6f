/** Finds Firefox for tests and benchmarks, and installs it if it is missing. */
import { download, downloadLine, downloads } from "./downloads.mjs";
import { installPackages, isDebian, isProgram, namedBy, pathsOf } from "./programs.mjs";

const APPLICATIONS = ["/Applications/Firefox.app/Contents/MacOS/firefox"];

const BUILD = "firefox@stable";
const DOWNLOADED = ["firefox/firefox", "Firefox.app/Contents/MacOS/firefox", "firefox/firefox.exe"];

const FIX =
  "Install it (as root on Debian: apt-get install firefox-esr; anywhere: " +
  `${downloadLine(BUILD)}), or name it: FIREFOX_PATH=/path/to/firefox`;

/** Returns the path of a Firefox; `undefined` if there is none. */
export async function findFirefox() {
  const paths = [
    ...pathsOf("firefox-esr", ...(isDebian() ? ["firefox"] : [])),
    ...APPLICATIONS,
    ...downloads("firefox", DOWNLOADED),
  ];
  return namedBy("FIREFOX_PATH") ?? paths.find(isProgram);
}

/** As `findFirefox`, but throws an error that names the fix. */
export async function requireFirefox() {
  const path = await findFirefox();
  if (path === undefined) throw new Error(`The tests in Firefox need Firefox. ${FIX}`);
  return path;
}

/** Returns the path of a Firefox. Installs one if there is none. */
export async function ensureFirefox() {
  if ((await findFirefox()) === undefined) {
    console.log("Installing Firefox …");
    if (!isDebian() || !installPackages("firefox-esr")) download(BUILD);
  }
  return requireFirefox();
}
