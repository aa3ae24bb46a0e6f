/** The command `comet-dev-server`. */
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { InputError } from "./input";
import {
  checkProfile,
  DEFAULT_HOST,
  DEFAULT_PASSWORD,
  DEFAULT_PORT,
  DEFAULT_PROFILE,
} from "./options";
import { startDevServer } from "./start";
import type { DevServer } from "./types";

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
  --host HOST            address to listen on (default ${DEFAULT_HOST}: this machine only)
  --password PASSWORD    the server's password, which signs JWTs (default ${DEFAULT_PASSWORD})
  --user ID:HASH         lets a user connect; may be repeated
  --log CHANNEL:LENGTH   keeps the last 1 to 99 messages of a channel; may be repeated
  --profile PROFILE      current, or 3 to speak as servers before version 4 do, to every client
                         (default ${DEFAULT_PROFILE})
  --no-cut               sends frames of 123 to 125 bytes whole, unlike the real server; the
                         profile 3 does so anyway
  --help                 this text
  --version              the version

GET /dev on the server's address lists what can be done over HTTP while it runs.
`;

const OPTIONS = {
  port: { type: "string" },
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
  const { host, password, profile } = values;
  const server = await startDevServer({
    ...(values.port === undefined ? {} : { port: readNumber("--port", values.port) }),
    ...(host === undefined ? {} : { host }),
    ...(password === undefined ? {} : { password }),
    ...(profile === undefined ? {} : { profile: checkProfile("--profile", profile) }),
    ...(values["no-cut"] ? { cutFrames: false } : {}),
  });
  try {
    fill(server, values);
    terminal.write(`comet-dev-server listens on ${server.address} (node: "${server.node}")\n`);
    await new Promise<void>((resolve) => terminal.onStop(resolve));
  } finally {
    await server.close();
  }
}

function fill(server: DevServer, { user = [], log = [] }: Values): void {
  for (const pair of user) {
    const [id, hash] = readPair("--user", pair, "ID:HASH");
    server.authorize(readNumber("--user", id), hash);
  }
  for (const pair of log) {
    const [channel, length] = readPair("--log", pair, "CHANNEL:LENGTH");
    server.keepLog(channel, readNumber("--log", length));
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
