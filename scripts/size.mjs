/**
 * `npm run size`: how many bytes a page loads, gzipped, and whether that is within the limits. The
 * npm entries are measured as an application ships them: bundled with their dependencies (but React),
 * and minified; and an application must not hold the files of functions that it does not use.
 * `npm run size -- --why` lists what each file of the whole npm entry contributes. docs/size.md has
 * the figures.
 */
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const SCRIPT = "dist/CometServerApi.min.js";
const ENTRY = "dist/npm/index.js";
const LIMITS = { [SCRIPT]: 46_600, [ENTRY]: 47_800 };

/** Files of functions that only some applications use. */
const EXTRAS = {
  presence: "dist/npm/api/presence.js",
  messages: "dist/npm/api/messages.js",
  checked: "dist/npm/api/checked.js",
  react: "dist/npm/react/",
};

const START = `cometApi.start({ node: "comet.example.com" });`;

/** Applications: what they use, their code, and the most bytes that they may have. */
const APPLICATIONS = [
  [[], `cometApi.subscribe("web_a", console.log); ${START}`, 46_050],
  [["messages"], `messages(cometApi, "web_a").next().then(console.log); ${START}`, 46_500],
  [["presence"], `presence(cometApi, "track_a").on("change", console.log); ${START}`, 47_300],
  [
    ["checked"],
    `cometApi.subscribe("web_a", checked(cometApi, window.schema, console.log)); ${START}`,
    46_450,
  ],
  [["react", "presence"], `console.log(useChannel, usePresence); ${START}`, 47_700],
];

const gzipped = (content) => gzipSync(content, { level: 9 }).length;

/** Bundles an entry, or the code of an application. */
async function bundleOf(input) {
  const { outputFiles, metafile } = await build({
    ...{ ...input, bundle: true, minify: true, format: "esm", target: "es2020" },
    ...{
      write: false,
      metafile: true,
      legalComments: "none",
      logLevel: "error",
      external: ["react"],
    },
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  return { content: outputFiles[0].contents, inputs };
}

/** One line for each file, the largest first. */
function contributions(inputs) {
  return Object.entries(inputs)
    .sort(([, one], [, other]) => other.bytesInOutput - one.bytesInOutput)
    .map(([file, { bytesInOutput }]) => `  ${String(bytesInOutput).padStart(6)}  ${file}`);
}

/** Prints a line. */
function judge(name, size, limit) {
  const isGood = size <= limit;
  if (!isGood) process.exitCode = 1;
  console.log(`${isGood ? "ok  " : "FAIL"} ${name}: ${size} of ${limit} bytes, gzipped`);
}

/** Whether the bundle holds something of a file, or of a folder. */
function holds(inputs, path) {
  return Object.entries(inputs).some(
    ([file, { bytesInOutput }]) => file.startsWith(path) && bytesInOutput > 0,
  );
}

async function judgeApplication(used, code, limit) {
  const hooks = used.includes("react")
    ? `import { useChannel, usePresence } from "./react.js";`
    : "";
  const names = ["cometApi", ...used.filter((name) => name !== "react" && !hooks)];
  const contents = `import { ${names.join(", ")} } from "./index.js"; ${hooks} ${code}`;
  const { content, inputs } = await bundleOf({ stdin: { contents, resolveDir: "dist/npm" } });
  judge(
    `an application that uses ${used.join(" and ") || "none of the functions"}`,
    gzipped(content),
    limit,
  );
  for (const [name, path] of Object.entries(EXTRAS))
    if (holds(inputs, path) !== used.includes(name)) {
      process.exitCode = 1;
      console.log(
        `FAIL ${name}: ${used.includes(name) ? "not in it" : "in it, though it is not used"}`,
      );
    }
}

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const { content, inputs } = await bundleOf({ entryPoints: [ENTRY] });
judge(SCRIPT, gzipped(readFileSync(SCRIPT)), LIMITS[SCRIPT]);
judge(ENTRY, gzipped(content), LIMITS[ENTRY]);
for (const application of APPLICATIONS) await judgeApplication(...application);
if (process.argv.includes("--why"))
  console.log(["Minified, not gzipped:", ...contributions(inputs)].join("\n"));
