#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { D as DEFAULT_PORT, M as MAX_NODES, b as DEFAULT_HOST, c as DEFAULT_PASSWORD, d as DEFAULT_PROFILE, I as InputError, e as checkInteger, a as startDevServer, s as startDevCluster, f as checkProfile } from './server.js';
import 'node:crypto';
import 'ws';
import 'node:http';

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
  version: { type: "boolean" }
};
async function main(argv, terminal) {
  try {
    const values = parse(argv);
    if (values.help) terminal.write(USAGE);
    else if (values.version) terminal.write(`${readVersion()}
`);
    else await serve(values, terminal);
    return 0;
  } catch (error) {
    terminal.writeError(`comet-dev-server: ${explain(error)}
`);
    return isUsageError(error) ? 2 : 1;
  }
}
function parse(argv) {
  return parseArgs({ args: [...argv], options: OPTIONS }).values;
}
async function serve(values, terminal) {
  const running = await start(values);
  try {
    fill(running, values);
    const { node } = running;
    const addresses = [node].flat().map((one) => `http://${one}`);
    const listens = `comet-dev-server listens on ${addresses.join(", ")}`;
    terminal.write(`${listens} (node: ${JSON.stringify(node)})
`);
    await new Promise((resolve) => terminal.onStop(resolve));
  } finally {
    await running.close();
  }
}
function start(values) {
  const options = serverOptions(values);
  const nodes = checkInteger("--nodes", readNumber("--nodes", values.nodes ?? "1"), 1, MAX_NODES);
  return nodes === 1 ? startDevServer(options) : startDevCluster({ ...options, nodes });
}
function serverOptions(values) {
  const { host, password, profile } = values;
  return {
    port: values.port === void 0 ? DEFAULT_PORT : readNumber("--port", values.port),
    ...host === void 0 ? {} : { host },
    ...password === void 0 ? {} : { password },
    ...profile === void 0 ? {} : { profile: checkProfile("--profile", profile) },
    ...values["no-cut"] ? { cutFrames: false } : {}
  };
}
function fill(port, { user = [], log = [] }) {
  for (const pair of user) {
    const [id, hash] = readPair("--user", pair, "ID:HASH");
    port.authorize(readNumber("--user", id), hash);
  }
  for (const pair of log) {
    const [channel, length] = readPair("--log", pair, "CHANNEL:LENGTH");
    port.keepLog(channel, readNumber("--log", length));
  }
}
function readPair(option, text, form) {
  const colon = text.indexOf(":");
  if (colon < 0) throw new InputError(option, text, `of the form ${form}`);
  return [text.slice(0, colon), text.slice(colon + 1)];
}
function readNumber(option, text) {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InputError(option, text, "a number of digits only");
}
function readVersion(folder = new URL(".", import.meta.url)) {
  const file = new URL("package.json", folder);
  if (!existsSync(file)) return readVersion(new URL("..", folder));
  return JSON.parse(readFileSync(file, "utf8")).version;
}
function isUsageError(error) {
  return error instanceof InputError || codeOf(error).startsWith("ERR_PARSE_ARGS");
}
function explain(error) {
  const { message } = error;
  if (isUsageError(error)) return `${message}
Try: comet-dev-server --help`;
  if (codeOf(error) === "EADDRINUSE") return `${message}
The port is taken; see --port`;
  return message;
}
function codeOf(error) {
  return String(error.code ?? "");
}

process.exitCode = await main(process.argv.slice(2), {
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  onStop: (stop) => void process.once("SIGINT", stop).once("SIGTERM", stop)
});
//# sourceMappingURL=cli.js.map
