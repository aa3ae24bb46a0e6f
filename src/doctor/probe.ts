/** What a page can find out about a node that its client does not reach. */
import { VERSION } from "../client/version";
import { randomId } from "../platform/ids";
import { decodeFrame } from "../protocol/messages";
import { attemptUrl, connectionUrl } from "../protocol/url";

/** How a socket to the node has fared. */
export type Meeting =
  /** It was not opened, or not in time. Browsers do not tell a page why. */
  | { type: "unopened" }
  | { type: "welcome" }
  /** The server's first frame is an error. */
  | { type: "refusal"; code: number; reason: string }
  /** It was opened, and closed before a first frame. */
  | { type: "closed"; code: number }
  /** It was opened, but no frame of a comet server came, or not in time. */
  | { type: "stranger" };

export interface Probe {
  socket: Meeting;
  /** Whether an HTTP request to the same address was answered, whatever the answer. */
  answersHttp: boolean;
}

const PROBE_MS = 3_000;
const ATTEMPT_LENGTH = 8;

/** Tries to reach a node as an anonymous visitor, so that no key is at stake. Never rejects. */
export async function probe(node: string, devId: number, secure: boolean): Promise<Probe> {
  const visitor = { devId, userId: "", userKey: "", uuid: randomId(32) };
  const url = connectionUrl(node, { secure, ...visitor }, VERSION.slice(0, 4));
  const [socket, answersHttp] = await Promise.all([
    meet(attemptUrl(url, randomId(ATTEMPT_LENGTH))),
    answers(`http${secure ? "s" : ""}://${node}/`),
  ]);
  return { socket, answersHttp };
}

function meet(url: string): Promise<Meeting> {
  return new Promise((resolve) => {
    let isOpen = false;
    let socket: WebSocket | undefined;
    const end = (meeting: Meeting) => {
      clearTimeout(timer);
      resolve(meeting);
      socket?.close();
    };
    const timer = setTimeout(() => end({ type: isOpen ? "stranger" : "unopened" }), PROBE_MS);
    try {
      socket = new WebSocket(url);
    } catch {
      // The browser forbids it: ws:// on an https page, or a policy of the page.
      return end({ type: "unopened" });
    }
    socket.addEventListener("open", () => (isOpen = true));
    socket.addEventListener("message", ({ data }) => end(meetingOf(data)));
    socket.addEventListener("close", ({ code }) =>
      end(isOpen ? { type: "closed", code } : { type: "unopened" }),
    );
  });
}

function meetingOf(data: unknown): Meeting {
  const [first] = decodeFrame(String(data), { legacy: false, channels: () => [] });
  if (first?.kind === "info") return { type: "welcome" };
  if (first?.kind !== "fatal") return { type: "stranger" };
  const { code, reason } = first;
  return { type: "refusal", code, reason };
}

async function answers(url: string): Promise<boolean> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PROBE_MS);
  try {
    // The page may not read the answer of another origin, but learns that there is one.
    await fetch(url, {
      ...{ mode: "no-cors", credentials: "omit", cache: "no-store" },
      signal: abort.signal,
    });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
