import { expect, it } from "vitest";
import { diagnose, type Case } from "../../../src/doctor/diagnosis";
import type { Meeting, Probe } from "../../../src/doctor/probe";

const met = (socket: Meeting, answersHttp = true): Probe => ({ socket, answersHttp });
const nothing = met({ type: "unopened" }, false);
const onlyHttp = met({ type: "unopened" });
const welcome = met({ type: "welcome" });

const FACTS: Case = {
  node: "comet.example",
  tls: "none",
  probe: nothing,
  other: nothing,
  isForbidden: false,
  isRefused: false,
  asksKey: false,
  origin: "https://site.example",
};

it.each<[what: string, facts: Partial<Case>, expected: RegExp]>([
  ["a port at which nothing listens", {}, /^problem: nothing answers at comet\.example: .*port/],
  [
    "a server without WebSockets, or one that does not allow the page's origin",
    { probe: onlyHttp },
    /^problem: .* answers HTTP, but opens no WebSocket: .* allow pages of https:\/\/site\.example/,
  ],
  [
    "a server of something else",
    { probe: met({ type: "stranger" }) },
    /^problem: .* is no comet server: it opens a WebSocket, but/,
  ],
  [
    "a server that refuses",
    { probe: met({ type: "refusal", code: 418, reason: "Invalid version" }) },
    /^problem: .* refuses the connection with error 418: Invalid version$/,
  ],
  [
    "a server that closes",
    { probe: met({ type: "closed", code: 1006 }) },
    /^problem: .* closes the connection \(code 1006\) .* allow pages of https:\/\/site\.example\?$/,
  ],
  ["a server with TLS only", { other: welcome }, /^problem: .* only .* TLS: set wss to true$/],
  [
    "a server without TLS, on an https page",
    { tls: "page", other: onlyHttp },
    /^problem: TLS is used because this page is https, but .* has no TLS$/,
  ],
  [
    "a server without TLS, where the page asks for it",
    { tls: "option", other: welcome },
    /^problem: TLS is used because wss is true, but .* has no TLS$/,
  ],
  [
    "a bad port or certificate",
    { tls: "page" },
    /^problem: nothing answers at comet\.example with TLS, .* page is https: .*port.*certificate/,
  ],
  [
    "an https server without WebSockets",
    { tls: "page", probe: onlyHttp },
    /^problem: .* answers HTTP, but opens no WebSocket/,
  ],
  [
    "a policy of the page",
    { isForbidden: true, probe: onlyHttp },
    /^problem: a Content-Security-Policy .*\(connect-src\) forbids connections to comet\.example$/,
  ],
  [
    "a server that is back",
    { probe: welcome },
    /^hint: .* can be reached now: .* about to connect$/,
  ],
  ["a key that fails to come", { probe: welcome, asksKey: true }, /^hint: .* function user_key$/],
  [
    "a server that is back after it has refused",
    { probe: welcome, isRefused: true },
    /^problem: .* can be reached now, but has refused .*: call start\(\) again$/,
  ],
])("a client that reaches no node is told of %s", (_, facts, expected) => {
  const { level, text } = diagnose({ ...FACTS, ...facts });
  expect(`${level}: ${text}`).toMatch(expected);
});
