/** The comet server, and the pages that measure. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PLAIN_HOST } from "./browser.mjs";

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));

const PAGE =
  '<!doctype html><meta charset="utf-8"><title>Benchmark</title><link rel="icon" href="data:,">' +
  '<script src="/page.js"></script><script src="/comet.js"></script>' +
  '<script src="/failover.js"></script>';

const FRESH =
  '<!doctype html><meta charset="utf-8"><title>Fresh</title><link rel="icon" href="data:,">' +
  '<script src="/page.js"></script><script src="/comet.js"></script>' +
  '<script src="/fresh.js"></script>';

/** With these headers a page's clock has a resolution of 5 microseconds instead of 100. */
export const ISOLATED = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

function pages(distDir) {
  const script = (path) => ["text/javascript", readFileSync(path, "utf8")];
  const own = (name) => script(fileURLToPath(new URL(`page/${name}`, import.meta.url)));
  return {
    "/page.js": own("page.js"),
    "/failover.js": own("failover.js"),
    "/fresh.js": own("fresh.js"),
    "/comet.js": script(join(distDir, "CometServerApi.min.js")),
    "/tab": ["text/html", PAGE],
    "/isolated": ["text/html", PAGE, ISOLATED],
    "/fresh": ["text/html", FRESH],
    "/other": ["text/html", "<!doctype html><title>Another page</title>"],
  };
}

/**
 * @param distDir the folder with the built library and development server.
 * @param more further pages: `[type, text]` by path.
 * @returns the server `comet`, the addresses of pages, and `close()`.
 */
export async function startSite(distDir = DIST, more = {}) {
  const { startDevServer } = await import(pathToFileURL(join(distDir, "dev-server/index.js")).href);
  const known = { ...pages(distDir), ...more };
  const onRequest = (request, response) => {
    const [type, text, headers] = known[request.url.split("?")[0]] ?? [];
    response.writeHead(text ? 200 : 404, { "Content-Type": `${type}; charset=utf-8`, ...headers });
    response.end(text);
  };
  // Damaged frames are not measured here.
  const comet = await startDevServer({ port: 0, onRequest, cutFrames: false });
  return {
    comet,
    url: (path) => comet.address + path,
    plainUrl: (path) => `http://${PLAIN_HOST}:${comet.port}${path}`,
    close: () => comet.close(),
  };
}
