/** `npm start`: builds everything, and serves the examples together with a comet server. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildExamples } from "./build-examples.mjs";
import { ensureInstalled } from "./install.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DEFAULT_PORT = 8087;

const USAGE = `Usage: npm start [-- --port PORT]

Installs what is missing (npm ci), builds dist/ and the examples that need it, and serves the
examples together with a development comet server on one address of this machine, until Ctrl-C.

  --port PORT   TCP port, 0 for any free one (default ${DEFAULT_PORT}). If it is taken,
                a free one is used.
  --help        this text
`;

function readArguments(args) {
  const options = { port: { type: "string" }, help: { type: "boolean" } };
  const { values } = parseArgs({ args, options });
  const { port = String(DEFAULT_PORT), help = false } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new Error(`--port is "${port}"; it must be a number from 0 to 65535.`);
  return { port: Number(port), help };
}

function build() {
  const rollup = join(ROOT, "node_modules/rollup/dist/bin/rollup");
  const result = spawnSync(process.execPath, [rollup, "-c", "--silent"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  if (result.status !== 0)
    throw new Error(`The build failed (npm run build):\n${result.stderr || result.error?.message}`);
}

/** Starts the demo on `port`, or on a free port if that is taken. */
async function startOn(port) {
  const { startDemo } = await import("../examples/demo-server.mjs");
  try {
    return await startDemo({ port });
  } catch (error) {
    const reason = { EADDRINUSE: "is taken", EACCES: "needs more rights" }[error.code];
    if (!reason) throw error;
    console.log(`Port ${port} ${reason}; using a free one.`);
    return startDemo({ port: 0 });
  }
}

async function main() {
  const { port, help } = readArguments(process.argv.slice(2));
  if (help) return console.log(USAGE);
  ensureInstalled();
  build();
  await buildExamples();
  const demo = await startOn(port);
  for (const signal of ["SIGINT", "SIGTERM"])
    process.once(signal, () => demo.close().then(() => console.log("\nStopped.")));
  console.log(`\nThe examples are at ${demo.address}/ (Ctrl-C ends it)`);
}

main().catch((error) => {
  console.error(`npm start: ${error.message}`);
  process.exitCode = 1;
});
