/**
 * `npm run soak`: the random unit tests, and the faults in all engines, in their long forms (leaders
 * that are hidden for minutes, stopped processes, fifty failovers, two minutes of chaos). Arguments go to Vitest;
 * `SEED=…` repeats a run.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ENGINES, ensureBrowsers } from "./browsers.mjs";
import { ensureInstalled } from "./install.mjs";

const PROJECTS = ["unit", "faults", "faults-cluster", "faults-channels", "firefox", "webkit"];

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
ensureInstalled();
await ensureBrowsers(ENGINES);
const projects = PROJECTS.flatMap((name) => ["--project", name]);
const args = ["run", ...projects, "--testTimeout=900000", ...process.argv.slice(2)];
const env = { ...process.env, SOAK: "1" };
const { status } = spawnSync("node_modules/.bin/vitest", args, { stdio: "inherit", env });
process.exitCode = status ?? 1;
