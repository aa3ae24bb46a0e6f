/** Decides from what probes have met why the client does not reach a node. */
import { hint, problem, type Finding } from "./finding";
import type { Probe } from "./probe";

export interface Case {
  node: string;
  /** What has the client use TLS: the page is https, or the option `wss` is true. */
  tls: "page" | "option" | "none";
  /** With TLS if the client uses it. */
  probe: Probe;
  /** With TLS if the client uses none. */
  other: Probe;
  /** Whether a policy of the page forbids it. */
  isForbidden: boolean;
  /** Whether the client was refused for good, and has stopped. */
  isRefused: boolean;
  /** Whether the key comes from a function of the page. */
  asksKey: boolean;
  /** The page's origin, which a server may not allow. */
  origin: string;
}

export function diagnose(facts: Case): Finding {
  const { node, probe, isForbidden, isRefused, asksKey, origin } = facts;
  if (isForbidden)
    return problem(
      `a Content-Security-Policy of this page (connect-src) forbids connections to ${node}`,
    );
  const { socket } = probe;
  switch (socket.type) {
    case "welcome":
      return isRefused
        ? problem(`${node} can be reached now, but has refused the connection: call start() again`)
        : hint(
            `${node} can be reached now: the client is about to connect` +
              (asksKey ? ", or waits for a key from the function user_key" : ""),
          );
    case "refusal":
      return problem(`${node} refuses the connection with error ${socket.code}: ${socket.reason}`);
    case "closed":
      return problem(
        `${node} closes the connection (code ${socket.code}) before its first frame: ` +
          `does it allow pages of ${origin}?`,
      );
    case "stranger":
      return problem(
        `${node} is no comet server: it opens a WebSocket, but does not begin as a comet server does`,
      );
    case "unopened":
      return diagnoseUnopened(facts);
  }
}

const REASONS = { page: "this page is https", option: "wss is true" };

function diagnoseUnopened({ node, tls, probe, other, origin }: Case): Finding {
  const isOtherOpened = other.socket.type !== "unopened";
  if (tls === "none" && isOtherOpened)
    return problem(`${node} takes only connections with TLS: set wss to true`);
  if (probe.answersHttp)
    return problem(
      `${node} answers HTTP, but opens no WebSocket: is it a comet server, does it allow pages of ` +
        `${origin}, and does a proxy in front of it pass WebSockets on?`,
    );
  if (tls === "none")
    return problem(
      `nothing answers at ${node}: does the server run there, and is the port the right one?`,
    );
  const reason = REASONS[tls];
  if (isOtherOpened || other.answersHttp)
    return problem(`TLS is used because ${reason}, but what answers at ${node} has no TLS`);
  return problem(
    `nothing answers at ${node} with TLS, which is used because ${reason}: does the server run ` +
      "there, is the port the right one, and the certificate valid?",
  );
}
