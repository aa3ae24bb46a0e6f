/** In the page: uses the API as a page would, and writes everything down. */
import type { CometServerApi } from "../../../src/api/contract";
import type { CometOptions, TabsInfo } from "../../../src/api/types";
import {
  extraChannel,
  LETTER,
  NEWS,
  type Numbered,
  type Order,
  ORDERS,
  type PageTab,
  type Report,
  ROOM,
} from "./report";

declare const cometApi: CometServerApi & { inspect?(): TabsInfo };

const query = new URLSearchParams(location.search);

const report: Report = {
  doc: Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16)).join(""),
  ...{
    heard: [],
    letters: [],
    orders: [],
    sent: 0,
    unconfirmed: [],
    gaps: [],
    events: [],
    extras: {},
  },
};

function note(name: string, detail?: unknown): void {
  report.events.push({ name, at: Date.now(), detail });
}

function watchApi(): void {
  const extra = Number(query.get("channels") ?? 0);
  for (let i = 0; i < extra; i++)
    cometApi.subscription(extraChannel(i), ({ server_info: { pipe } }) => {
      report.extras[pipe] = (report.extras[pipe] ?? 0) + 1;
    });
  cometApi.subscription(NEWS, ({ data }: { data: Numbered }) => void report.heard.push(data.n));
  cometApi.subscription(
    `msg.${LETTER}`,
    ({ data }: { data: Numbered }) => void report.letters.push(data.n),
  );
  if (query.has("present"))
    cometApi.subscription(ROOM, ({ server_info }) => note(server_info.event));
  cometApi.subscription(ORDERS, ({ data }: { data: Order }) => void report.orders.push(data));
  cometApi.on("gap", (gap) => {
    report.gaps.push({ ...gap });
    note("gap", gap);
  });
  cometApi.on("unconfirmed", ({ message }) => {
    report.unconfirmed.push((message as Order).k);
    note("unconfirmed", (message as Order).k);
  });
  cometApi.on("error", (error) => note("error", `${error.code}: ${error.message}`));
  for (const name of ["master", "slave", "connect"] as const) cometApi.on(name, () => note(name));
  cometApi.on("disconnect", (code) => note("disconnect", code));
}

function watchPage(): void {
  for (const name of ["pageshow", "pagehide"] as const)
    addEventListener(name, ({ persisted }) => note(name, persisted));
  for (const name of ["freeze", "resume"]) document.addEventListener(name, () => note(name));
  addEventListener("error", ({ message }) => note("uncaught", message));
  addEventListener("unhandledrejection", ({ reason }) => note("uncaught", String(reason)));
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
    note("violation", effectiveDirective),
  );
}

let ticker: Worker | undefined;
let timer: ReturnType<typeof setInterval> | undefined;

const page: PageTab = {
  report: () => report,
  status: () => ({
    doc: report.doc,
    isMaster: cometApi.isMaster(),
    isConnected: cometApi.isConnected(),
    isAuthorized: cometApi.isAuthorized(),
    tabs: cometApi.inspect?.(),
    last: report.heard.at(-1) ?? 0,
    sent: report.sent,
  }),
  start(options?: CometOptions) {
    cometApi.start(options);
  },
  stop() {
    cometApi.stop();
  },
  send() {
    report.sent += 1;
    cometApi.web_pipe_send(ORDERS, "order", { doc: report.doc, k: report.sent });
  },
  sendEvery(milliseconds) {
    ticker?.terminate();
    clearInterval(timer);
    if (milliseconds === 0) return;
    if (query.has("csp")) {
      timer = setInterval(() => page.send(), milliseconds);
      return;
    }
    // The timers of a hidden page would run once a second.
    ticker = new Worker(`data:text/javascript,setInterval(postMessage, ${milliseconds}, 0)`);
    ticker.onmessage = () => page.send();
  },
};

Object.assign(window, { tab: page });
watchPage();
watchApi();
const [user, node] = [query.get("user"), query.get("node")];
if (!query.has("idle"))
  page.start({
    node: node ?? location.host,
    recover: query.has("recover") || undefined,
    visible_leads: query.has("visible"),
    standby: query.has("standby"),
    user_id: user ?? undefined,
    user_key: user ? `key-of-${user}` : undefined,
  });
