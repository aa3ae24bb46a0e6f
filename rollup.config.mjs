import commonjs from "@rollup/plugin-commonjs";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { dts } from "rollup-plugin-dts";
import esbuild from "rollup-plugin-esbuild";

const { name, version, dependencies, peerDependencies } = JSON.parse(
  readFileSync("package.json", "utf8"),
);

// OUT_DIR lets the tests build beside dist/ and compare the two.
const out = process.env.OUT_DIR ?? "dist";

const typescript = (target, options) =>
  esbuild({ target, tsconfig: "tsconfig.base.json", ...options });

/**
 * Takes reconnecting-websocket from the source in its package, whole and as it is: what its author
 * compiled from that is for browsers without classes, and 1.2 kB larger (gzipped).
 */
const fromSource = () => ({
  name: "from-source",
  resolveId(id, importer) {
    if (id !== "reconnecting-websocket") return null;
    return this.resolve("reconnecting-websocket/reconnecting-websocket.ts", importer);
  },
});

/** The licences of the library and of the dependencies inside the script file. */
const licenses = ["./", "node_modules/reconnecting-websocket/", "node_modules/eventemitter3/"]
  .map((folder) => readFileSync(`${folder}LICENSE`, "utf8"))
  .join("\n\n----\n\n");

const emitLicenses = () => ({
  name: "licenses",
  generateBundle() {
    this.emitFile({ type: "asset", fileName: "LICENSES.txt", source: licenses });
  },
});

/** Writes integrity.json: the value of a script tag's attribute `integrity`. */
const writeIntegrity = () => ({
  name: "integrity",
  writeBundle({ file }, bundle) {
    const [{ fileName }] = Object.values(bundle);
    const hash = createHash("sha384").update(readFileSync(file)).digest("base64");
    const text = JSON.stringify({ [fileName]: `sha384-${hash}` }, null, 2);
    writeFileSync(join(dirname(file), "integrity.json"), `${text}\n`);
  },
});

/** Empties the folder first, because a module that was renamed would stay there. */
const emptyFolder = () => ({
  name: "empty-folder",
  renderStart({ dir }) {
    rmSync(dir, { recursive: true, force: true });
  },
});

/**
 * Shortens the names of private members, which begin with an underscore (a lint rule). Names in
 * quotes stay: pages and other clients know some that begin with an underscore.
 */
const minify = () =>
  terser({
    ecma: 2018,
    compress: { passes: 3 },
    mangle: { properties: { regex: /^_/, keep_quoted: true } },
  });

/** Plug-ins for the files that a page loads without a bundler. */
const page = () => [
  fromSource(),
  nodeResolve({ browser: true, extensions: [".ts", ".mjs", ".js"] }),
  commonjs(),
  typescript("es2018", { exclude: [] }),
];

const banner = `/*! ${name} ${version}, MIT: LICENSES.txt */`;

/** The script file: one classic script, with its dependencies, for the browsers in the README. */
const script = {
  input: "src/script.ts",
  plugins: [...page(), emitLicenses()],
  output: [
    { file: `${out}/CometServerApi.js`, format: "iife", banner, sourcemap: true },
    {
      file: `${out}/CometServerApi.min.js`,
      format: "iife",
      banner,
      sourcemap: true,
      plugins: [minify(), writeIntegrity()],
    },
  ],
};

/** For developers; visitors do not load it. */
const doctorScript = {
  input: "src/doctor-script.ts",
  plugins: page(),
  output: { file: `${out}/CometServerApi.doctor.js`, format: "iife", banner, sourcemap: true },
};

const npmInput = {
  ...Object.fromEntries(
    ["index", "legacy", "doctor", "react"].map((entry) => [entry, `src/${entry}.ts`]),
  ),
  testing: "testing/index.ts",
};

/** The npm entries: one file per module, as it was written. Minifying is up to the application. */
const npm = {
  input: npmInput,
  external: Object.keys({ ...dependencies, ...peerDependencies }),
  // Nothing happens at import: an import of a module for that alone would have bundlers warn.
  treeshake: { moduleSideEffects: false },
  plugins: [typescript("es2020"), emptyFolder()],
  output: {
    // Frameworks with server components take the hooks, and what imports them, for the browser's.
    // Not in the source: Rollup ignores it there, with a warning.
    banner: ({ name }) => (name === "react" ? '"use client";' : ""),
    dir: `${out}/npm`,
    format: "es",
    preserveModules: true,
    preserveModulesRoot: "src",
    sourcemap: true,
  },
};

const npmTypes = {
  input: npmInput,
  plugins: [dts({ tsconfig: "testing/tsconfig.json" })],
  output: {
    dir: `${out}/npm`,
    format: "es",
    chunkFileNames: "types.d.ts",
    // At the top, or TypeScript ignores it. Applications may compile with an older library.
    banner: '/// <reference lib="esnext.disposable" />',
  },
};

const devServerExternal = [/^node:/, "ws"];

/** The development server and its command, for Node. */
const devServer = {
  input: { index: "dev-server/index.ts", cli: "dev-server/cli.ts" },
  external: devServerExternal,
  plugins: [typescript("node20")],
  output: {
    dir: `${out}/dev-server`,
    format: "es",
    chunkFileNames: "server.js",
    sourcemap: true,
  },
};

const devServerTypes = {
  input: "dev-server/index.ts",
  external: devServerExternal,
  plugins: [dts({ tsconfig: "dev-server/tsconfig.json" })],
  output: { file: `${out}/dev-server/index.d.ts`, format: "es" },
};

export default [script, doctorScript, npm, npmTypes, devServer, devServerTypes];
