/**
 * Finds WebKitGTK for tests and benchmarks, and installs it if it is missing: its WebDriver, the
 * small browser that comes with the library, and a screen that nobody sees.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { finder } from "./finder.mjs";
import { installPackages, isProgram, namedBy, pathsOf } from "./programs.mjs";

const PACKAGES = ["webkit2gtk-driver", "libwebkit2gtk-4.1-0", "xvfb"];
const LIBRARIES = "/usr/lib";
const FOLDERS = ["webkit2gtk-4.1", "webkitgtk-6.0"];

const FIX =
  `Install it (as root on Debian or Ubuntu: apt-get install ${PACKAGES.join(" ")}), or name its ` +
  "parts: WEBKIT_DRIVER_PATH=/path/to/WebKitWebDriver WEBKIT_BROWSER_PATH=/path/to/MiniBrowser " +
  "XVFB_PATH=/path/to/Xvfb. Where there is no WebKitGTK, leave its tests out by naming the others.";

/** Each of the processor's kinds has a folder. */
function browsers() {
  if (!existsSync(LIBRARIES)) return [];
  return readdirSync(LIBRARIES).flatMap((kind) =>
    FOLDERS.map((folder) => join(LIBRARIES, kind, folder, "MiniBrowser")),
  );
}

function find() {
  const driver = namedBy("WEBKIT_DRIVER_PATH") ?? pathsOf("WebKitWebDriver").find(isProgram);
  const browser = namedBy("WEBKIT_BROWSER_PATH") ?? browsers().find(isProgram);
  const screen = namedBy("XVFB_PATH") ?? pathsOf("Xvfb").find(isProgram);
  return driver && browser && screen ? { driver, browser, screen } : undefined;
}

/** Both resolve with the paths of its parts. */
export const { insist: requireWebKit, ensure: ensureWebKit } = finder({
  ...{ name: "WebKitGTK", fix: FIX, find, install: () => installPackages(...PACKAGES) },
});
