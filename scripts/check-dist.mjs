/** Checks that dist/ is what the build makes, because people take the script file from there. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";

// Next to dist/, so that the paths in the source maps are the same.
const BUILT = ".dist-check";

const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`.slice(folder.length + 1))
    .sort();

rmSync(BUILT, { recursive: true, force: true });
const { status } = spawnSync("node_modules/.bin/rollup", ["-c", "--silent"], {
  stdio: "inherit",
  env: { ...process.env, OUT_DIR: BUILT },
});
const different =
  status === 0
    ? [...new Set([...filesOf("dist"), ...filesOf(BUILT)])].filter((file) => {
        try {
          return !readFileSync(`dist/${file}`).equals(readFileSync(`${BUILT}/${file}`));
        } catch {
          return true;
        }
      })
    : ["(the build failed)"];
rmSync(BUILT, { recursive: true, force: true });

if (different.length) {
  console.error(
    `dist/ is not what the build makes; run \`npm run build\`: ${different.join(", ")}`,
  );
  process.exitCode = 1;
} else console.log("dist/ is what the build makes");
