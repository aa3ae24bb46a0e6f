/** Finds Firefox for tests and benchmarks, and installs it if it is missing. */
import { download, downloadLine, downloads } from "./downloads.mjs";
import { finder } from "./finder.mjs";
import { installPackages, isDebian, isProgram, namedBy, pathsOf } from "./programs.mjs";

const APPLICATIONS = ["/Applications/Firefox.app/Contents/MacOS/firefox"];

const BUILD = "firefox@stable";
const DOWNLOADED = ["firefox/firefox", "Firefox.app/Contents/MacOS/firefox", "firefox/firefox.exe"];

const FIX =
  "Install it (as root on Debian: apt-get install firefox-esr; anywhere: " +
  `${downloadLine(BUILD)}), or name it: FIREFOX_PATH=/path/to/firefox`;

function find() {
  const paths = [
    ...pathsOf("firefox-esr", ...(isDebian() ? ["firefox"] : [])),
    ...APPLICATIONS,
    ...downloads("firefox", DOWNLOADED),
  ];
  return namedBy("FIREFOX_PATH") ?? paths.find(isProgram);
}

function install() {
  if (!isDebian() || !installPackages("firefox-esr")) download(BUILD);
}

/** Both resolve with the path of a Firefox. */
export const { insist: requireFirefox, ensure: ensureFirefox } = finder({
  ...{ name: "Firefox", fix: FIX, find, install },
});
