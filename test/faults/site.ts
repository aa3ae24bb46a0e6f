/** A web site with the script file under test, and the comet server that its pages use. */
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import type { DevCluster, DevServer } from "../../dev-server";
import { DIST, startBuiltCluster, startBuiltServer } from "../support/dist";

/** Which of the two script files. */
const SCRIPT = process.env.SCRIPT_FILE ?? "CometServerApi.js";

function bundle(file: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL(`page/${file}`, import.meta.url))],
    ...{ bundle: true, write: false, format: "iife", target: "es2022" },
  });
  return outputFiles[0]?.text ?? "";
}

const scripts = new Map<string, string>();

/** Looked at once per run of a test file. */
function script(path: string): string | undefined {
  const known = scripts.get(path);
  if (known !== undefined) return known;
  const text =
    path === "/comet.js"
      ? readFileSync(join(DIST, SCRIPT), "utf8").replace(/^\/\/# sourceMappingURL.*$/m, "")
      : path === "/prelude.js" || path === "/tab.js"
        ? bundle(path.slice(1).replace(".js", ".ts"))
        : undefined;
  if (text !== undefined) scripts.set(path, text);
  return text;
}

const HEAD = '<!doctype html><meta charset="utf-8">';
const TAB =
  HEAD +
  '<title>Tab</title><script src="/prelude.js"></script><script src="/comet.js"></script>' +
  '<script src="/tab.js"></script>';

/** A page with one frame. */
function framing(query: URLSearchParams): string {
  const source = (query.get("frame") ?? "").replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const sandbox = query.has("sandbox") ? ' sandbox="allow-scripts"' : "";
  return `${HEAD}<title>Frame</title><iframe src="${source}"${sandbox}></iframe>`;
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://any");
  const text = script(pathname);
  if (text !== undefined) {
    response.writeHead(200, { "Content-Type": "text/javascript; charset=utf-8" }).end(text);
    return;
  }
  const page = { "/tab": TAB, "/other": HEAD, "/frame": framing(searchParams) }[pathname];
  if (page === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  if (searchParams.has("csp")) response.setHeader("Content-Security-Policy", "default-src 'self'");
  // As from a server that has to make the page first.
  setTimeout(() => response.end(page), Number(searchParams.get("wait") ?? 0));
}

// The server's damaged frames have tests of their own.
const OPTIONS = { port: 0, onRequest: answer, cutFrames: false, limits: { maxLogs: 1_000 } };

export function startSite(): Promise<DevServer> {
  return startBuiltServer(OPTIONS);
}

/** Each node serves the pages, too. */
export function startClusterSite(nodes: number): Promise<DevCluster> {
  return startBuiltCluster({ ...OPTIONS, nodes });
}
