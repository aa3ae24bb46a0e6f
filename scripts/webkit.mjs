/**
 * Finds WebKitGTK for tests and benchmarks, and installs it if it is missing: its WebDriver, the
 * small browser that comes with the library, and a screen that nobody sees.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
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

/** Returns the paths of its parts; `undefined` if one is missing. */
export async function findWebKit() {
  const driver = namedBy("WEBKIT_DRIVER_PATH") ?? pathsOf("WebKitWebDriver").find(isProgram);
  const browser = namedBy("WEBKIT_BROWSER_PATH") ?? browsers().find(isProgram);
  const screen = namedBy("XVFB_PATH") ?? pathsOf("Xvfb").find(isProgram);
  return driver && browser && screen ? { driver, browser, screen } : undefined;
}

/** As `findWebKit`, but throws an error that names the fix. */
export async function requireWebKit() {
  const parts = await findWebKit();
  if (parts === undefined) throw new Error(`The tests in WebKit need WebKitGTK. ${FIX}`);
  return parts;
}

/** Returns the paths of its parts. Installs what is missing. */
export async function ensureWebKit() {
  if ((await findWebKit()) === undefined) {
    console.log("Installing WebKitGTK …");
    installPackages(...PACKAGES);
  }
  return requireWebKit();
}
