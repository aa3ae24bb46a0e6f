import { existsSync } from "node:fs";
import { buildExamples } from "../../scripts/build-examples.mjs";
import { requireChromium } from "../../scripts/chromium.mjs";

/** The tests look at what people use: the files in dist/, in a real browser. */
export default async function setup(): Promise<void> {
  const missing = ["CometServerApi.js", "CometServerApi.min.js", "dev-server/index.js"].find(
    (file) => !existsSync(new URL(`../../dist/${file}`, import.meta.url)),
  );
  if (missing) throw new Error(`dist/${missing} is missing. Run: npm run build`);
  await buildExamples();
  await requireChromium();
}
