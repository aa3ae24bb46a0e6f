import { VERSION } from '../client/version.js';
import { randomId } from '../platform/ids.js';
import { decodeFrame } from '../protocol/messages.js';
import { attemptUrl, connectionUrl } from '../protocol/url.js';

const PROBE_MS = 3e3;
const ATTEMPT_LENGTH = 8;
async function probe(node, devId, secure) {
  const visitor = { devId, userId: "", userKey: "", uuid: randomId(32) };
  const url = connectionUrl(node, { secure, ...visitor }, VERSION.slice(0, 4));
  const [socket, answersHttp] = await Promise.all([
    meet(attemptUrl(url, randomId(ATTEMPT_LENGTH))),
    answers(`http${secure ? "s" : ""}://${node}/`)
  ]);
  return { socket, answersHttp };
}
function meet(url) {
  return new Promise((resolve) => {
    let isOpen = false;
    let socket;
    const end = (meeting) => {
      clearTimeout(timer);
      resolve(meeting);
      socket?.close();
    };
    const timer = setTimeout(() => end({ type: isOpen ? "stranger" : "unopened" }), PROBE_MS);
    try {
      socket = new WebSocket(url);
    } catch {
      return end({ type: "unopened" });
    }
    socket.addEventListener("open", () => isOpen = true);
    socket.addEventListener("message", ({ data }) => end(meetingOf(data)));
    socket.addEventListener(
      "close",
      ({ code }) => end(isOpen ? { type: "closed", code } : { type: "unopened" })
    );
  });
}
function meetingOf(data) {
  const [first] = decodeFrame(String(data), { legacy: false, channels: () => [] });
  if (first?.kind === "info") return { type: "welcome" };
  if (first?.kind !== "fatal") return { type: "stranger" };
  const { code, reason } = first;
  return { type: "refusal", code, reason };
}
async function answers(url) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), PROBE_MS);
  try {
    await fetch(url, {
      ...{ mode: "no-cors", credentials: "omit", cache: "no-store" },
      signal: abort.signal
    });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

export { probe };
//# sourceMappingURL=probe.js.map
