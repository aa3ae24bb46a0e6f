/** Small applications that import the packed package: what users install, build and run. */
import { execFile, execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build as esbuild } from "esbuild";
import * as vite8 from "vite";
import * as vite7 from "vite7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import webpack from "webpack";
import manifest from "../../package.json";
import { startDevServer, type DevServer } from "../../dev-server";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MESSAGE = { text: "it's here" };

/** Hears one message, tells what happened, and ends by itself when nothing of the client is left. */
const APPLICATION = `
  import { CometError, cometApi } from "comet-server-api";
  import { LegacyApi } from "comet-server-api/legacy";
  const events = [];
  cometApi.on("connect", () => events.push("connect"));
  cometApi.subscription("web_room.hello", ({ data }) => {
    cometApi.stop();
    console.log(JSON.stringify({ data, events, names: [CometError.name, typeof LegacyApi] }));
  });
  cometApi.start({ node: globalThis.nodeAddress });
`;

/** What a browser has: not every Node has a WebSocket. */
const BROWSER = `
  import { WebSocket } from "ws";
  Object.assign(globalThis, { WebSocket, nodeAddress: process.argv[2] });
`;

let folder: string;
let server: DevServer;

/** Outside of the repository, so that nothing is found but what the package says it needs. */
beforeAll(async () => {
  folder = fs.mkdtempSync(join(tmpdir(), "comet-package-"));
  const modules = join(folder, "node_modules");
  fs.mkdirSync(modules);
  const packed = { cwd: ROOT, encoding: "utf8", shell: process.platform === "win32" } as const;
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], packed);
  execFileSync("tar", ["-xzf", `comet-server-api-${manifest.version}.tgz`], { cwd: folder });
  fs.symlinkSync(join(folder, "package"), join(modules, manifest.name), "junction");
  for (const name of Object.keys(manifest.dependencies))
    fs.symlinkSync(join(ROOT, "node_modules", name), join(modules, name), "junction");
  fs.writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  fs.writeFileSync(join(folder, "main.js"), APPLICATION);
  fs.writeFileSync(join(folder, "browser.js"), BROWSER);

  server = await startDevServer({ port: 0 });
  server.on("command", ({ name }) => {
    // The command is carried out when this listener's caller goes on.
    if (name === "subscription") setImmediate(() => server.publish("web_room", "hello", MESSAGE));
  });
});

afterAll(async () => {
  await server.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Links to the packages in the repository are taken for what they are in a user's folder. */
const asInstalled = { resolve: { preserveSymlinks: true } };

async function viteBuild(vite: Pick<typeof vite8, "build">, ssr: "none" | "external" | "inlined") {
  const outDir = `vite-${Math.random().toString(36).slice(2)}`;
  await vite.build({
    ...{ ...asInstalled, root: folder, configFile: false, logLevel: "silent" },
    ssr: { noExternal: ssr === "inlined" || [] },
    build: {
      ...{ outDir, ssr: ssr !== "none", modulePreload: false },
      rollupOptions: { input: join(folder, "main.js"), output: { entryFileNames: "main.js" } },
    },
  });
  return `${outDir}/main.js`;
}

async function webpackBuild(target: "web" | "node"): Promise<string> {
  const output = { path: join(folder, `webpack-${target}`), filename: "main.cjs" };
  const compiler = webpack({
    ...{ mode: "production", target, context: folder, entry: "./main.js", output },
    resolve: { symlinks: false },
  });
  const stats = await promisify(compiler.run.bind(compiler))();
  expect(stats?.toJson({ all: false, errors: true, warnings: true })).toMatchObject({
    ...{ errors: [], warnings: [] },
  });
  return `webpack-${target}/main.cjs`;
}

async function esbuildBuild(platform: "browser" | "node"): Promise<string> {
  const outfile = `esbuild-${platform}.js`;
  await esbuild({
    ...{ absWorkingDir: folder, entryPoints: ["main.js"], outfile, platform },
    ...{ bundle: true, minify: true, format: "esm", preserveSymlinks: true },
  });
  return outfile;
}

/** Runs a program until it ends by itself; returns what it printed. */
async function run(file: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "./browser.js", file, `127.0.0.1:${server.port}`],
    { cwd: folder, timeout: 20_000 },
  );
  return JSON.parse(stdout);
}

describe("an application that imports the package", () => {
  it.each<[name: string, build: () => string | Promise<string>]>([
    ["in Node, without a bundler", () => "main.js"],
    ["built by Vite 8", () => viteBuild(vite8, "none")],
    ["built by Vite 7", () => viteBuild(vite7 as never, "none")],
    ["built by Vite 8 for a server", () => viteBuild(vite8, "external")],
    ["built by Vite 8 for a server, in one file", () => viteBuild(vite8, "inlined")],
    ["built by webpack 5", () => webpackBuild("web")],
    ["built by webpack 5 for a server", () => webpackBuild("node")],
    ["built by esbuild", () => esbuildBuild("browser")],
    ["built by esbuild for a server", () => esbuildBuild("node")],
  ])("%s connects, hears a message, and leaves nothing running", async (_name, build) => {
    expect(await run(await build())).toMatchObject({
      ...{ data: MESSAGE, events: ["connect"], names: [expect.any(String), "function"] },
    });
  });
});

it("a test of an application sees its errors as its own, and needs neither ws nor Node", async () => {
  fs.writeFileSync(
    join(folder, "unit.js"),
    `import { CometError } from "comet-server-api";
    import { createTestComet } from "comet-server-api/testing";
    const { cometApi, server, stop } = createTestComet();
    const data = [];
    cometApi.subscribe("web_room.hello", (message) => data.push(message.data));
    cometApi.start({ node: "comet.example.com" });
    await server.connected();
    server.publish("web_room", "hello", ${JSON.stringify(MESSAGE)});
    const refused = await cometApi.publish("webauth_room", "hello", 1).catch((error) => error);
    await server.settled();
    stop();
    console.log(JSON.stringify({ data, refused: refused instanceof CometError && refused.code }));`,
  );
  await esbuild({
    ...{ absWorkingDir: folder, entryPoints: ["unit.js"], outfile: "unit-bundle.js" },
    ...{ bundle: true, platform: "browser", format: "esm", preserveSymlinks: true },
  });
  for (const file of ["unit.js", "unit-bundle.js"])
    expect(await run(file)).toEqual({ data: [MESSAGE], refused: "refused" });
});

it("TypeScript accepts the types of the npm entries, with the library of ES2020", async () => {
  const entries = ["", "/legacy", "/doctor", "/testing"];
  const imports = entries.map((entry) => `import {} from "${manifest.name}${entry}";\n`);
  fs.writeFileSync(join(folder, "types.ts"), imports.join(""));
  const compilerOptions = {
    ...{ noEmit: true, strict: true, target: "es2020", lib: ["es2020", "dom"], types: [] },
    skipDefaultLibCheck: true,
    ...{ module: "esnext", moduleResolution: "bundler", preserveSymlinks: true },
  };
  const config = join(folder, "tsconfig.json");
  fs.writeFileSync(config, JSON.stringify({ compilerOptions, files: ["types.ts"] }));
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  // It writes what it finds to its output.
  const { stdout } = await promisify(execFile)(process.execPath, [compiler, "-p", config]).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe("");
});

it("the source maps of the npm entries show a debugger the sources", () => {
  const packed = join(folder, "package/dist/npm");
  const files = fs.readdirSync(packed, { recursive: true, encoding: "utf8" });
  const shown = files
    .filter((file) => file.endsWith(".js.map"))
    .flatMap((file) => {
      const map = JSON.parse(fs.readFileSync(join(packed, file), "utf8")) as Record<
        "sources" | "sourcesContent",
        string[]
      >;
      // As seen from the same place in the repository.
      const from = join(ROOT, "dist/npm", file, "..");
      expect(map.sourcesContent).toEqual(
        map.sources.map((source) => fs.readFileSync(join(from, source), "utf8")),
      );
      return map.sources.map((source) => relative(ROOT, join(from, source)).replaceAll("\\", "/"));
    });
  expect(shown).toEqual(expect.arrayContaining(["src/api/comet-api.ts", "src/doctor/doctor.ts"]));
  expect(new Set(shown).size).toBe(shown.length);
});
