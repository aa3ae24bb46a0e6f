/** Builds the example `bundle`. It imports the package, so dist/ has to be built before. */
import { fileURLToPath } from "node:url";

export async function buildExamples() {
  // Imported late, because `npm start` installs it first.
  const { build } = await import("vite");
  const root = fileURLToPath(new URL("../examples/bundle", import.meta.url));
  await build({ root, logLevel: "warn" });
}
