/** The programmatic interface over HTTP, for curl and for tests in other languages. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { routes } from "./http-routes";
import { InputError } from "./core/input";
import { isLoopback } from "./options";
import type { DevServer } from "./types";

/** Far below the depth that recursive JSON functions can take. */
const MAX_BODY_DEPTH = 500;

/** An answer other than 200. */
class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export function isApiRequest(request: IncomingMessage): boolean {
  return /^\/dev(\/|$)/.test(pathOf(request));
}

export async function answerApi(
  server: DevServer,
  request: IncomingMessage,
  response: ServerResponse,
  maxBodyBytes: number,
): Promise<void> {
  try {
    checkHost(request, server.host);
    const route = findRoute(request);
    const body = route.method === "POST" ? await readBody(request, maxBodyBytes) : {};
    reply(response, 200, route.handle(server, body));
  } catch (error) {
    replyWithError(response, error);
  }
}

/**
 * Refuses requests of pages of other sites. With DNS rebinding such a request even counts as
 * same-origin, but its Host header then has the name of that site.
 */
function checkHost(request: IncomingMessage, boundHost: string): void {
  const { host = "" } = request.headers;
  const name = host.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  if (isLoopback(name) || name.toLowerCase() === boundHost.toLowerCase()) return;
  throw new HttpError(
    403,
    `Host is ${JSON.stringify(host)}, but must be localhost, a loopback address or ${boundHost}`,
  );
}

function findRoute(request: IncomingMessage) {
  const path = pathOf(request);
  const found = routes.filter((route) => route.path === path);
  if (found.length === 0) {
    throw new HttpError(404, `There is no ${path}; GET /dev lists what there is`);
  }
  const route = found.find(({ method }) => method === request.method);
  if (route) return route;
  const methods = found.map(({ method }) => method).join(" or ");
  throw new HttpError(405, `${path} is for ${methods}, not for ${request.method}`);
}

/** Pages of other sites can post this content type only after a preflight, which is refused. */
function checkContentType(request: IncomingMessage): void {
  const { "content-type": type = "" } = request.headers;
  if (/^application\/json\s*(;|$)/i.test(type)) return;
  throw new HttpError(415, `Content-Type is ${JSON.stringify(type)}, but must be application/json`);
}

async function readBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Readonly<Record<string, unknown>>> {
  checkContentType(request);
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop must not cut the connection, or the error would not arrive.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > maxBytes) throw new HttpError(413, `The body is longer than ${maxBytes} bytes`);
    chunks.push(chunk as Buffer);
  }
  return parseObject(Buffer.concat(chunks).toString());
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new HttpError(400, `The body is no JSON: ${(error as Error).message}`);
  }
  if (isDeeperThan(MAX_BODY_DEPTH, value)) {
    throw new HttpError(400, `The body is nested deeper than ${MAX_BODY_DEPTH} levels`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new HttpError(400, "The body must be a JSON object");
}

/** Goes level by level, since a recursive function would run out of stack. */
function isDeeperThan(levels: number, value: unknown): boolean {
  let inner = [value];
  for (let depth = 0; depth <= levels && inner.length > 0; depth += 1) {
    inner = inner.flatMap((one) =>
      typeof one === "object" && one !== null ? (Object.values(one) as unknown[]) : [],
    );
  }
  return inner.length > 0;
}

function replyWithError(response: ServerResponse, error: unknown): void {
  if (error instanceof InputError) {
    const { message, field, value, rule } = error;
    reply(response, 400, { error: message, field, value, rule });
  } else if (error instanceof HttpError) {
    reply(response, error.status, { error: error.message });
  } else {
    reply(response, 500, { error: String(error) });
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return;
  // If the body was not read to its end, the rest must not be taken for the next request.
  if (status === 413) response.setHeader("Connection", "close");
  response.writeHead(status, {
    "Content-Type": "application/json",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
  });
  response.end(`${JSON.stringify(body)}\n`);
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "").split("?", 1)[0] ?? "";
}
