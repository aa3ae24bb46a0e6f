/** Installs the packages that package-lock.json names. Needs nothing but Node and npm itself. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The packages of a lock file, without the project itself. */
function packagesOf(file) {
  const { packages = {} } = JSON.parse(readFileSync(file, "utf8"));
  return Object.entries(packages).filter(([path]) => path !== "");
}

/**
 * Whether node_modules holds what package-lock.json names. npm writes down there what it installed;
 * optional packages for other systems are missing rightly.
 */
export function isInstalled(root = ROOT) {
  try {
    const installed = new Map(packagesOf(join(root, "node_modules/.package-lock.json")));
    return packagesOf(join(root, "package-lock.json")).every(([path, wanted]) => {
      const found = installed.get(path);
      if (!found) return Boolean(wanted.optional || wanted.devOptional);
      const isSame = found.version === wanted.version && found.integrity === wanted.integrity;
      return isSame && existsSync(join(root, path, "package.json"));
    });
  } catch {
    // A file that is missing or damaged.
    return false;
  }
}

function npmCi(root) {
  const options = { cwd: root, stdio: "inherit" };
  // Under `npm start` or `npm test`, npm says where it is; on Windows it is a script of the shell.
  const npm = process.env.npm_execpath;
  if (npm && /\.[cm]?js$/.test(npm)) return spawnSync(process.execPath, [npm, "ci"], options);
  return spawnSync("npm", ["ci"], { ...options, shell: process.platform === "win32" });
}

/** Runs `npm ci` where node_modules is missing or not what package-lock.json says. */
export function ensureInstalled(root = ROOT) {
  if (isInstalled(root)) return;
  console.log("Installing the packages of package-lock.json (npm ci) …");
  const { status, error } = npmCi(root);
  if (status !== 0)
    throw new Error(
      `The packages could not be installed: npm ci ${error ? `did not start (${error.message})` : `ended with code ${status}`}. ` +
        "Its own words stand above; run it by hand once that is mended.",
    );
}
