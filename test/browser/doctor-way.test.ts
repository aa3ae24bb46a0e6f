/** What the doctor finds out about servers that a page does not reach. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type WebSocket as Socket, WebSocketServer } from "ws";
import type { CometOptions } from "../../src/api/types";
import type { Finding } from "../../src/doctor/doctor";
import type { PageGlobals } from "../../src/legacy/page-globals";
import { startBuiltServer } from "../support/dist";
import type { Tab } from "../support/browser/tab";
import { useDemo } from "./demo";
import { startOldPages } from "./old-pages/server";

const stage = useDemo(startOldPages);

/** In the page. */
declare const window: Window & Required<PageGlobals>;

/** Ends what a test has started. */
let ends: (() => unknown)[] = [];
beforeEach(() => (ends = []));
afterEach(() => Promise.all(ends.map((end) => end())));

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const website = () => createServer((_, response) => response.end("Hello"));

/** A server with WebSockets that are none of a comet server. */
async function listenForSockets(onOpen: (socket: Socket) => void): Promise<string> {
  const server = website();
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", onOpen);
  ends.push(() => sockets.clients.forEach((socket) => socket.terminate()));
  return listen(server);
}

async function comet(options: Parameters<typeof startBuiltServer>[0] = {}) {
  const server = await startBuiltServer({ port: 0, ...options });
  ends.push(() => server.close());
  return server;
}

/** Has an instance for each of these examined, all at once; returns their problems. */
async function examine(page: Tab, options: CometOptions[]): Promise<string[][]> {
  for (const file of ["CometServerApi.min.js", "CometServerApi.doctor.js"])
    await page.addScript(`/${file}`);
  const findings = await page.evaluate(
    (all) =>
      Promise.all(
        all.map((one) => {
          const api = new window.cometServerApi();
          api.start({ user_id: 7, user_key: "key-of-7", ...one });
          return (api as unknown as { doctor(): Promise<Finding[]> }).doctor();
        }),
      ),
    options,
  );
  return findings.map((each) =>
    each.filter(({ level }) => level === "problem").map(({ text }) => text),
  );
}

test("the doctor tells apart why a server is not reached", async () => {
  const refusing = await comet();
  refusing.refuse(406);
  const nodes = {
    nothing: "127.0.0.1:1",
    website: await listen(website()),
    strict: (await comet({ origins: ["https://elsewhere.example"] })).node,
    silent: await listenForSockets(() => undefined),
    other: await listenForSockets((socket) => socket.send('0{"sid":"of another protocol"}')),
    closing: await listenForSockets((socket) => socket.close(4001)),
    refusing: refusing.node,
    plain: (await comet()).node,
  };
  const visitor = await stage.visit("/");
  const options = Object.values(nodes).map((node) => ({ node, wss: node === nodes.plain }));
  const problems = await examine(visitor.page, options);
  const { origin } = new URL(stage.demo.address);
  const expected: Record<keyof typeof nodes, string> = {
    nothing: "nothing answers at NODE: does the server run",
    website: "NODE answers HTTP, but opens no WebSocket: is it a comet server",
    strict: `does it allow pages of ${origin}, and`,
    silent: "NODE is no comet server: it opens a WebSocket, but",
    other: "NODE is no comet server: it opens a WebSocket, but",
    closing: `NODE closes the connection (code 4001) before its first frame: does it allow`,
    refusing: "NODE refuses the connection with error 406: ",
    plain: "TLS is used because wss is true, but what answers at NODE has no TLS",
  };
  expect(problems).toEqual(
    Object.values(expected).map((text, index) => [
      expect.stringContaining(text.replace("NODE", Object.values(nodes)[index] as string)),
    ]),
  );
  const lines = await visitor.takeProblems();
  const told = lines.filter((line) => line.startsWith("error: CometServer: problem: "));
  expect(told).toHaveLength(options.length);
  expect(told.join()).not.toContain("key-of-7");
});

test("the doctor tells of a policy that forbids connections", async () => {
  const { node } = await comet();
  stage.demo.files.set("page.html", (response) => {
    response.setHeader("Content-Security-Policy", "connect-src 'self'");
    response.setHeader("Content-Type", "text/html").end("<!doctype html><title>Strict</title>");
  });
  const visitor = await stage.visit("/page.html");
  expect(await examine(visitor.page, [{ node }])).toEqual([
    [`a Content-Security-Policy of this page (connect-src) forbids connections to ${node}`],
  ]);
  await visitor.takeProblems();
});
