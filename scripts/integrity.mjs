/**
 * Prints the tag that loads the script file from wherever it is copied to, with the hash by which
 * browsers recognise it, and writes the hash into the README.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const HASH = /integrity="sha384-[^"]*"/g;

/** @param {string} file @returns the value of the attribute `integrity`. */
export function integrityOf(file) {
  return `sha384-${createHash("sha384").update(readFileSync(file)).digest("base64")}`;
}

/** Whether the README gives the hash of the file. */
export function isInReadme(file, readme = "README.md") {
  const text = readFileSync(readme, "utf8");
  return (text.match(HASH) ?? []).join() === `integrity="${integrityOf(file)}"`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const attribute = `integrity="${integrityOf("dist/CometServerApi.min.js")}"`;
  const readme = readFileSync("README.md", "utf8");
  writeFileSync("README.md", readme.replace(HASH, attribute));
  console.log(
    `<script src="…/CometServerApi.min.js" ${attribute} crossorigin="anonymous"></script>`,
  );
}
