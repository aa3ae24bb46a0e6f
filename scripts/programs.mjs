/** Finds programs of this machine, and installs Debian's packages. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const FOLDERS = ["/usr/bin", ...(process.env.PATH ?? "").split(delimiter).filter(Boolean)];

export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The paths at which a program of one of these names may be. */
export const pathsOf = (...names) =>
  names.flatMap((name) => FOLDERS.map((folder) => join(folder, name)));

/**
 * The path that an environment variable names; `undefined` if it is not set.
 * @throws if there is no such program.
 */
export function namedBy(variable) {
  const path = process.env[variable];
  if (!path || isProgram(path)) return path || undefined;
  throw new Error(`${variable} is "${path}", which is no program. Correct or unset it.`);
}

export const isRoot = () => process.getuid?.() === 0;

/** Whether apt-get installs browsers. Not on Ubuntu, whose packages only point to snaps. */
export function isDebian() {
  if (!existsSync("/usr/bin/apt-get") || !existsSync("/etc/os-release")) return false;
  return !/^ID=ubuntu$/m.test(readFileSync("/etc/os-release", "utf8"));
}

export function run(command, ...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(command, args, { stdio: "inherit", env }).status === 0;
}

/** @returns whether the packages are there; only root can install them. */
export function installPackages(...names) {
  if (!isRoot() || !existsSync("/usr/bin/apt-get")) return false;
  const apt = ["install", "-y", "--no-install-recommends", ...names];
  return run("apt-get", ...apt) || (run("apt-get", "update") && run("apt-get", ...apt));
}
