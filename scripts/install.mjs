/** Installs the packages that package-lock.json names. Needs only Node and npm. */
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
 * Whether node_modules holds what package-lock.json names. npm keeps a list of what it installed in
 * node_modules; optional packages for other systems may be missing.
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
    // A file is missing or damaged.
    return false;
  }
}

function npmCi(root) {
  const options = { cwd: root, stdio: "inherit" };
  // Under `npm start` or `npm test`, npm passes its own path. On Windows it is a shell script.
  const npm = process.env.npm_execpath;
  if (npm && /\.[cm]?js$/.test(npm)) return spawnSync(process.execPath, [npm, "ci"], options);
  return spawnSync("npm", ["ci"], { ...options, shell: process.platform === "win32" });
}

/** Runs `npm ci` if node_modules is missing, or differs from package-lock.json. */
export function ensureInstalled(root = ROOT) {
  if (isInstalled(root)) return;
  console.log("Installing the packages of package-lock.json (npm ci) …");
  const { status, error } = npmCi(root);
  if (status !== 0)
    throw new Error(
      `The packages could not be installed: npm ci ${error ? `did not start (${error.message})` : `ended with code ${status}`}. ` +
        "Its output above says why; correct that, and run it again by hand.",
    );
}
