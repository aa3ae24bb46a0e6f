/** The command `comet-dev-server`. */
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { startDevCluster } from "./cluster";
import { MAX_NODES } from "./cluster-options";
import { checkInteger, InputError } from "./core/input";
import type { DevServerOptions } from "./options";
import {
  checkProfile,
  DEFAULT_HOST,
  DEFAULT_PASSWORD,
  DEFAULT_PORT,
  DEFAULT_PROFILE,
} from "./options";
import { startDevServer } from "./start";
import type { SqlPort } from "./core/types";

/** What the command needs of the process that it runs in. */
export interface Terminal {
  write(text: string): void;
  writeError(text: string): void;
  /** Calls back when the process is asked to stop. */
  onStop(stop: () => void): void;
}

const USAGE = `Usage: comet-dev-server [options]

A CppComet-compatible comet server for development and tests. Everything is kept in memory.

  --port PORT            TCP port, 0 for any free one (default ${DEFAULT_PORT})
  --nodes NODES          1 to ${MAX_NODES} servers that know each other, as the nodes of a cluster do; they
                         listen on PORT, PORT+1 and so on (default 1)
  --host HOST            address to listen on (default ${DEFAULT_HOST}: this machine only)
  --password PASSWORD    the server's password, which signs JWTs (default ${DEFAULT_PASSWORD})
  --user ID:HASH         lets a user connect, to every node; may be repeated
  --log CHANNEL:LENGTH   keeps the last 1 to 99 messages of a channel; may be repeated
  --profile PROFILE      current, or 3 to speak as servers before version 4 do, to every client
                         (default ${DEFAULT_PROFILE})
  --no-cut               sends frames of 123 to 125 bytes whole, unlike the real server; the
                         profile 3 does so anyway
  --help                 this text
  --version              the version

GET /dev on the server's address lists what can be done over HTTP while it runs; each node does it
for itself.
`;

const OPTIONS = {
  port: { type: "string" },
  nodes: { type: "string" },
  host: { type: "string" },
  password: { type: "string" },
  user: { type: "string", multiple: true },
  log: { type: "string", multiple: true },
  profile: { type: "string" },
  "no-cut": { type: "boolean" },
  help: { type: "boolean" },
  version: { type: "boolean" },
} as const;

type Values = ReturnType<typeof parse>;

/** A server or a cluster. */
interface Running extends SqlPort {
  readonly node: string | readonly string[];
  close(): Promise<void>;
}

/**
 * Runs the command until it is asked to stop.
 *
 * @param argv without the names of Node and of the script.
 * @returns the exit code: 0; 1 if the server could not start; 2 for wrong arguments.
 */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const values = parse(argv);
    if (values.help) terminal.write(USAGE);
    else if (values.version) terminal.write(`${readVersion()}\n`);
    else await serve(values, terminal);
    return 0;
  } catch (error) {
    terminal.writeError(`comet-dev-server: ${explain(error)}\n`);
    return isUsageError(error) ? 2 : 1;
  }
}

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options: OPTIONS }).values;
}

async function serve(values: Values, terminal: Terminal): Promise<void> {
  const running = await start(values);
  try {
    fill(running, values);
    const { node } = running;
    const addresses = [node].flat().map((one) => `http://${one}`);
    const listens = `comet-dev-server listens on ${addresses.join(", ")}`;
    terminal.write(`${listens} (node: ${JSON.stringify(node)})\n`);
    await new Promise<void>((resolve) => terminal.onStop(resolve));
  } finally {
    await running.close();
  }
}

function start(values: Values): Promise<Running> {
  const options = serverOptions(values);
  const nodes = checkInteger("--nodes", readNumber("--nodes", values.nodes ?? "1"), 1, MAX_NODES);
  return nodes === 1 ? startDevServer(options) : startDevCluster({ ...options, nodes });
}

function serverOptions(values: Values): DevServerOptions {
  const { host, password, profile } = values;
  return {
    port: values.port === undefined ? DEFAULT_PORT : readNumber("--port", values.port),
    ...(host === undefined ? {} : { host }),
    ...(password === undefined ? {} : { password }),
    ...(profile === undefined ? {} : { profile: checkProfile("--profile", profile) }),
    ...(values["no-cut"] ? { cutFrames: false } : {}),
  };
}

function fill(port: SqlPort, { user = [], log = [] }: Values): void {
  for (const pair of user) {
    const [id, hash] = readPair("--user", pair, "ID:HASH");
    port.authorize(readNumber("--user", id), hash);
  }
  for (const pair of log) {
    const [channel, length] = readPair("--log", pair, "CHANNEL:LENGTH");
    port.keepLog(channel, readNumber("--log", length));
  }
}

function readPair(option: string, text: string, form: string): readonly [string, string] {
  const colon = text.indexOf(":");
  if (colon < 0) throw new InputError(option, text, `of the form ${form}`);
  return [text.slice(0, colon), text.slice(colon + 1)];
}

function readNumber(option: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InputError(option, text, "a number of digits only");
}

/** Finds the nearest package.json, since the built file lies one folder deeper than the source. */
function readVersion(folder = new URL(".", import.meta.url)): string {
  const file = new URL("package.json", folder);
  if (!existsSync(file)) return readVersion(new URL("..", folder));
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

function isUsageError(error: unknown): boolean {
  return error instanceof InputError || codeOf(error).startsWith("ERR_PARSE_ARGS");
}

function explain(error: unknown): string {
  const { message } = error as Error;
  if (isUsageError(error)) return `${message}\nTry: comet-dev-server --help`;
  if (codeOf(error) === "EADDRINUSE") return `${message}\nThe port is taken; see --port`;
  return message;
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code ?? "");
}
