/**
 * `npm run size`: how many bytes a page loads, gzipped, and whether that is within the limits. The
 * npm entry is measured as an application ships it: bundled with its dependencies, and minified.
 * `npm run size -- --why` lists what each file of that bundle contributes.
 */
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const SCRIPT = "dist/CometServerApi.min.js";
const ENTRY = "dist/npm/index.js";
const LIMITS = { [SCRIPT]: 42_400, [ENTRY]: 43_300 };

const gzipped = (content) => gzipSync(content, { level: 9 }).length;

/** Bundles an entry as an application does that uses all of it. */
async function bundleOf(entry) {
  const { outputFiles, metafile } = await build({
    ...{ entryPoints: [entry], bundle: true, minify: true, format: "esm", target: "es2020" },
    ...{ write: false, metafile: true, legalComments: "none" },
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

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const { content, inputs } = await bundleOf(ENTRY);
const sizes = { [SCRIPT]: gzipped(readFileSync(SCRIPT)), [ENTRY]: gzipped(content) };
for (const [file, size] of Object.entries(sizes)) {
  const isGood = size <= LIMITS[file];
  if (!isGood) process.exitCode = 1;
  console.log(`${isGood ? "ok  " : "FAIL"} ${file}: ${size} of ${LIMITS[file]} bytes, gzipped`);
}
if (process.argv.includes("--why"))
  console.log(["Minified, not gzipped:", ...contributions(inputs)].join("\n"));
