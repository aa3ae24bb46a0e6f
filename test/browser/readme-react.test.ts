/** The chat in React that the README shows, as an application that a bundler has built. */
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startDevServer, type DevServer } from "../../dev-server/index";
import { useBrowser } from "../support/browser/shared-browser";
import { sees } from "./sees";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
/** As in a new project of Vite; tests can ask the instance. */
const MAIN = `
import { cometApi } from "comet-server-api";
import { createRoot } from "react-dom/client";
Object.assign(window, { cometApi });
createRoot(document.querySelector("main")).render(<App />);`;

const newProfile = useBrowser();
let server: DevServer;

beforeAll(async () => {
  const [, source = ""] = /^```tsx\n([^]*?)^```/m.exec(README) ?? [];
  const app = source
    .replace('"localhost:8087"', "location.host")
    .replace("export default App;", "");
  const { outputFiles, warnings } = await build({
    stdin: { contents: app + MAIN, resolveDir: FOLDER, loader: "tsx" },
    ...{ bundle: true, write: false, format: "esm", jsx: "automatic" },
    ...{ define: { "process.env.NODE_ENV": '"production"' }, tsconfigRaw: {}, logLevel: "silent" },
  });
  expect(warnings).toEqual([]);
  const script = outputFiles[0]?.text;
  server = await startDevServer({
    port: 0,
    onRequest({ url }, response) {
      const isScript = url === "/main.js";
      response.writeHead(200, { "Content-Type": isScript ? "text/javascript" : "text/html" });
      response.end(
        isScript ? script : '<main></main><script type="module" src="main.js"></script>',
      );
    },
  });
}, 60_000);

afterAll(() => server.close());

test("two tabs exchange messages, over one connection", async () => {
  const profile = await newProfile();
  const tabs = [await profile.open(server.address), await profile.open(server.address)];
  for (const tab of tabs) await tab.until("window.cometApi?.isConnected()");
  for (const [index, tab] of tabs.entries()) {
    await tab.find("input").enter(`from tab ${index}`);
    for (const each of tabs)
      await sees(each, "form", " " + ["from tab 0", "from tab 1"].slice(0, index + 1).join(" · "));
  }
  expect(server.peakConnections).toBe(1);
});
