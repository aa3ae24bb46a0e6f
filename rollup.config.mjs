import { nodeResolve } from "@rollup/plugin-node-resolve";
import terser from "@rollup/plugin-terser";
import { dts } from "rollup-plugin-dts";
import esbuild from "rollup-plugin-esbuild";
import { readFileSync } from "node:fs";
import ts from "typescript";
import { shareNames } from "./scripts/share-names.mjs";
import { slim } from "./scripts/slim.mjs";

const { name, version } = JSON.parse(readFileSync("package.json", "utf8"));

// OUT_DIR lets the tests build beside dist/ and compare the two.
const out = process.env.OUT_DIR ?? "dist";

const typescript = (target) => esbuild({ target, tsconfig: "tsconfig.base.json" });

/**
 * In the minified script every property gets a short name, but for those of the browser, and those
 * that pages or the server know: the members of these interfaces. (Quoted names stay too.)
 */
const publicNames = [
  ...["api/contract", "legacy/contract", "api/types", "api/errors", "legacy/page-globals"],
  ...["protocol/wire-fields", "protocol/commands", "tabs/messages"],
].flatMap((file) => {
  const source = ts.createSourceFile(file, readFileSync(`src/${file}.ts`, "utf8"), 99, true);
  const names = [];
  const visit = (node) => {
    if (node.name && (ts.isTypeElement(node) || ts.isClassElement(node) || ts.isParameter(node)))
      names.push(node.name.getText(source));
    node.forEachChild(visit);
  };
  visit(source);
  return names;
});

/** Names of the browser that the minifier has not heard of. */
const browserNames = ["steal"];

const minify = () => [
  // The private members that a subclass uses.
  shareNames({ keep: ["_client", "_done"] }),
  terser({
    ecma: 2018,
    compress: { passes: 3, pure_getters: true },
    mangle: { properties: { reserved: [...publicNames, ...browserNames], keep_quoted: true } },
    // For the bundlers of applications.
    format: { preserve_annotations: true },
  }),
];

/** The dependencies are inside, without what is not used of them. */
const page = () => [nodeResolve({ browser: true }), slim(), typescript("es2018")];

/** The notices of what the script file contains stand beside it. */
const scriptBanner = `/*! ${name} ${version}, MIT: LICENSES.txt */`;
const licenses = ["./", "node_modules/reconnecting-websocket/", "node_modules/eventemitter3/"]
  .map((folder) => readFileSync(`${folder}LICENSE`, "utf8"))
  .join("\n\n----\n\n");

/** The script file: one classic script, dependencies inside, for the browsers the README names. */
const script = {
  input: "src/script.ts",
  plugins: [
    ...page(),
    {
      name: "licenses",
      generateBundle() {
        this.emitFile({ type: "asset", fileName: "LICENSES.txt", source: licenses });
      },
    },
  ],
  output: [
    { file: `${out}/CometServerApi.js`, format: "iife", banner: scriptBanner, sourcemap: true },
    {
      file: `${out}/CometServerApi.min.js`,
      format: "iife",
      banner: scriptBanner,
      sourcemap: true,
      plugins: minify(),
    },
  ],
};

/**
 * The npm entries, with all code in one file beside them: in two files, the minifier would give a
 * member one name in the file of its class and another in the file that uses it. Bundlers leave out
 * what an application does not use.
 */
const libraryInput = { index: "src/index.ts", legacy: "src/legacy.ts" };

const entryFiles = /\/src\/(legacy|index)\.ts$/;

const library = {
  input: libraryInput,
  plugins: page(),
  output: {
    dir: out,
    format: "es",
    banner: scriptBanner,
    manualChunks: (id) => (entryFiles.test(id.replaceAll("\\", "/")) ? undefined : "comet-api"),
    chunkFileNames: "comet-api.js",
    sourcemap: true,
    plugins: minify(),
  },
};

const libraryTypes = {
  input: { ...libraryInput, doctor: "src/doctor.ts" },
  plugins: [dts({ tsconfig: "tsconfig.json" })],
  output: { dir: out, format: "es", chunkFileNames: "comet-api.d.ts" },
};

/** For developers, beside what visitors load. */
const doctor = {
  input: "src/doctor.ts",
  plugins: page(),
  output: { file: `${out}/doctor.js`, format: "es", banner: scriptBanner, sourcemap: true },
};

const doctorScript = {
  input: "src/doctor-script.ts",
  plugins: page(),
  output: {
    file: `${out}/CometServerApi.doctor.js`,
    format: "iife",
    banner: scriptBanner,
    sourcemap: true,
  },
};

/** The development server and its command, for Node. */
const devServer = {
  input: { index: "dev-server/index.ts", cli: "dev-server/cli.ts" },
  external: [/^node:/, "ws"],
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
  external: [/^node:/, "ws"],
  plugins: [dts({ tsconfig: "dev-server/tsconfig.json" })],
  output: { file: `${out}/dev-server/index.d.ts`, format: "es" },
};

export default [
  ...[script, library, libraryTypes],
  ...[doctor, doctorScript],
  ...[devServer, devServerTypes],
];
