/** The client in a process of Node: what it needs there, and that it lets the process end. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDevServer, type DevServer } from "../../dev-server";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Node 20 has a WebSocket of its own only if it is asked for. */
const OWN_WEBSOCKET = typeof WebSocket === "function" ? [] : ["--experimental-websocket"];
/** Less than any timer of the client that would not go on for ever. */
const SOON_MS = 4_000;

let folder: string;
let server: DevServer;

beforeAll(async () => {
  // Inside, where `ws` can be imported by its name.
  mkdirSync(join(ROOT, "test-results"), { recursive: true });
  folder = mkdtempSync(join(ROOT, "test-results/process-"));
  const entryPoints = [join(ROOT, "src/index.ts")];
  await build({
    ...{ entryPoints, bundle: true, format: "esm", platform: "node" },
    outfile: join(folder, "client.mjs"),
  });
  server = await startDevServer({ port: 0 });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ending {
  lines: string[];
  errors: string;
  /** How long the process took to end after `stop()`, in milliseconds. */
  took: number;
}

/** Runs a program until it ends by itself. It calls `stop` and writes lines with `tell`. */
async function run(program: string, ...options: string[]): Promise<Ending> {
  const file = join(folder, "program.mjs");
  writeFileSync(
    file,
    `import { WebSocket as FromPackage } from "ws";
    import { cometApi } from "./client.mjs";
    const tell = (line) => console.log(String(line));
    let stoppedAt;
    const stop = () => { cometApi.stop(); stoppedAt = performance.now(); };
    process.on("exit", () => tell(performance.now() - stoppedAt));
    let node = "${server.node}";
    ${program}`,
  );
  const child = spawn(process.execPath, [...options, file], { timeout: 20_000 });
  const texts = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].on("data", (text) => (texts[stream] += String(text)));
  await new Promise((resolve) => child.once("close", resolve));
  expect(child.signalCode, texts.stderr).toBeNull();
  const lines = texts.stdout.trim().split("\n");
  return { took: Number(lines.pop()), lines, errors: texts.stderr };
}

it("a process without a WebSocket is told how to get one", async () => {
  const { lines, errors, took } = await run(
    `delete globalThis.WebSocket;
    cometApi.on("error", ({ code, message }) => { tell(code + ": " + message); stop(); });
    cometApi.start({ node });`,
  );
  const rule = /There is no WebSocket here: .*Node 22 .*globalThis\.WebSocket .* package ws/;
  expect(lines).toEqual([expect.stringMatching(rule)]);
  expect(lines[0]).toMatch(/^fatal: /);
  expect(errors).toMatch(rule);
  expect(took).toBeLessThan(SOON_MS);
});

describe.each([
  ["the package ws", "globalThis.WebSocket = FromPackage;", []],
  ["Node", "", OWN_WEBSOCKET],
])("a process with the WebSocket of %s ends after stop()", (_, setUp, options) => {
  it.each<[when: string, stopping: string]>([
    [
      "when it was connected, with a question open",
      `cometApi.on("connect", () => {
        cometApi.count_users_in_pipe("web_room", () => {
          cometApi.web_pipe_send("web_room", "event", "text");
          cometApi.count_users_in_pipe("web_room", () => undefined);
          stop();
        });
      });`,
    ],
    ["in the task that started it", "queueMicrotask(stop);"],
    [
      "when it waits for the next attempt",
      `node = "127.0.0.1:1";
      cometApi.on("state", ({ state }) => state === "waiting" && setImmediate(stop));`,
    ],
    [
      "when the server says nothing",
      `const { createServer } = await import("node:net");
      const mute = createServer((socket) => {
        socket.resume().on("error", () => undefined);
        mute.close();
        stop();
      });
      await new Promise((resolve) => mute.listen(0, "127.0.0.1", resolve));
      node = "127.0.0.1:" + mute.address().port;`,
    ],
  ])("%s", async (__, stopping) => {
    const { took } = await run(
      `${setUp}
      cometApi.subscription("web_room", () => undefined);
      ${stopping}
      cometApi.start({ node });`,
      ...options,
    );
    expect(took).toBeLessThan(SOON_MS);
  });
});
