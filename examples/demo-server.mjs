/**
 * The examples and their comet server, on one port. Keeps everything in memory. Only for this
 * machine, because it logs anybody in who asks.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import sirv from "sirv";

const EXAMPLES = fileURLToPath(new URL(".", import.meta.url));
const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
/** The path of the example that Vite builds: its build is served. */
const BUNDLE = "/bundle";

/** Channels with a log, from which new visitors and those who missed messages get the last ones. */
const LOGS = { web_chat: 50, web_chat_names: 99, web_lunch: 99, web_notifications: 20 };
const USER_IDS = Array.from({ length: 50 }, (_, index) => index + 1);

const HEADERS = {
  "Content-Security-Policy": "default-src 'self'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};

/** Users of the site, each with the key that the site would write into the user's page. */
function addUsers(comet) {
  const users = USER_IDS.map((user_id) => ({ user_id, user_key: randomBytes(16).toString("hex") }));
  for (const { user_id, user_key } of users) comet.authorize(user_id, user_key);
  return users;
}

/** Logs each visitor who asks in as the next user. */
function loginRoute(users) {
  let count = 0;
  return (response) => {
    const user = users[count++ % users.length];
    response.writeHead(200, { "Content-Type": "application/json", "Cache-Control": "no-store" });
    response.end(JSON.stringify(user));
  };
}

/** Sends what a visitor has posted to all visitors, as a back end does. */
function notifyRoute(comet) {
  return async (response, request) => {
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) if (text.length < 1000) text += chunk;
    const notification = { id: randomUUID(), text: text.slice(0, 1000), time: Date.now() };
    comet.publish("web_notifications", "notification", notification);
    response.writeHead(204).end();
  };
}

function onRequest(distDir, route) {
  const notFound = (_, response) =>
    response.writeHead(404, { "Content-Type": "text/plain" }).end("Not found\n");
  // `dev`: reads the disk at every request, so that a changed page only needs a reload.
  const dist = sirv(distDir, { dev: true });
  const examples = sirv(EXAMPLES, { dev: true, onNoMatch: notFound });
  const bundle = sirv(join(EXAMPLES, BUNDLE, "dist"), { dev: true, onNoMatch: notFound });
  return (request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const [pathname] = request.url.split("?");
    const method = request.method === "HEAD" ? "GET" : request.method;
    const routed = route[`${method} ${pathname}`];
    if (routed) routed(response, request);
    else if (method !== "GET") response.writeHead(405, { Allow: "GET, HEAD" }).end();
    // The addresses in a page are relative to its folder, so the address needs its final slash.
    else if (/^\/[\w-]+$/.test(pathname))
      response.writeHead(308, { Location: `${pathname}/` }).end();
    else if (pathname.startsWith(`${BUNDLE}/`)) {
      request.url = request.url.slice(BUNDLE.length);
      bundle(request, response);
    } else dist(request, response, () => examples(request, response));
  };
}

/**
 * Starts the demo. Port 0 takes any free one; `profile` is the comet server's.
 *
 * @returns `address` for the browser, the development server `comet`, and `close()`.
 */
export async function startDemo({ port = 0, distDir = DIST, profile } = {}) {
  const { startDevServer } = await import(pathToFileURL(join(distDir, "dev-server/index.js")).href);
  const route = Object.create(null);
  const comet = await startDevServer({ port, profile, onRequest: onRequest(distDir, route) });
  route["GET /demo/login"] = loginRoute(addUsers(comet));
  route["POST /demo/notify"] = notifyRoute(comet);
  for (const [channel, length] of Object.entries(LOGS)) comet.keepLog(channel, length);
  return { address: comet.address, comet, close: () => comet.close() };
}
