/** Serves sites with old pages. Not the demo: its policy forbids the inline scripts that they consist of. */
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Demo } from "../../../examples/demo-server.mjs";
import { DIST, startBuiltServer } from "../../support/dist";

/** What the site's template writes into its pages. */
export interface SiteConfig {
  /** Not given where the template knows none. */
  node?: string | undefined;
  name?: string;
  user_id?: number;
  user_key?: string;
  friend?: number;
  cookies?: { key: string; id: string };
}

export interface OldPages extends Demo {
  /** @returns the path of the site's pages. */
  addSite(config: SiteConfig): string;
  /** Files that a test serves itself, by their names. */
  readonly files: Map<string, (response: ServerResponse) => void>;
}

const FOLDER = fileURLToPath(new URL("./", import.meta.url));
const SCRIPTS = ["CometServerApi.js", "CometServerApi.min.js", "CometServerApi.doctor.js"];
const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8" };

function send(response: ServerResponse, name: string, text: string | Buffer): void {
  response.setHeader("Content-Type", name.endsWith(".html") ? TYPES.html : TYPES.js);
  response.end(text);
}

export async function startOldPages(): Promise<OldPages> {
  const sites: SiteConfig[] = [];
  const files: OldPages["files"] = new Map();

  const onRequest = ({ url = "" }: IncomingMessage, response: ServerResponse): void => {
    const [, number, name = ""] = /^\/(?:old-pages\/(\d+)\/)?([\w.-]*)/.exec(url) ?? [];
    const config = { node: comet.node, ...sites[Number(number)] };
    if (files.has(name)) files.get(name)?.(response);
    else if (SCRIPTS.includes(name)) send(response, name, readFileSync(join(DIST, name)));
    else if (number === undefined)
      send(response, ".html", "<!doctype html><title>No old page</title>");
    else if (name === "config.js") send(response, name, `var config = ${JSON.stringify(config)};`);
    else send(response, name, readFileSync(join(FOLDER, name)));
  };
  const comet = await startBuiltServer({ port: 0, onRequest });
  return {
    address: comet.address,
    comet,
    files,
    addSite: (config) => `/old-pages/${sites.push(config) - 1}/`,
    close: () => comet.close(),
  };
}
