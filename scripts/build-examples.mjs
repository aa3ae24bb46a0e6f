/** Builds the app among the examples. It imports the package, that is dist/. */
import { fileURLToPath } from "node:url";

export async function buildExamples() {
  // Not before: `npm start` installs it first.
  const { build } = await import("vite");
  const root = fileURLToPath(new URL("../examples/bundle", import.meta.url));
  await build({ root, logLevel: "warn" });
}
