/** The Chrome DevTools Protocol. Playwright keeps pages visible, awake and out of the cache. */
import { WebSocket } from "ws";

export class Cdp {
  #socket;
  #count = 0;
  #pending = new Map();
  #listeners = new Set();

  static async connect(url) {
    const cdp = new Cdp();
    cdp.#socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 2 ** 28 });
    cdp.#socket.on("message", (data) => cdp.#take(JSON.parse(String(data))));
    cdp.#socket.on("close", () => cdp.abandon(undefined));
    await new Promise((resolve, reject) => {
      cdp.#socket.once("open", resolve);
      cdp.#socket.once("error", reject);
    });
    return cdp;
  }

  /** Sends a command to the browser or, with a session, to one of its tabs. */
  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#count;
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    return new Promise((resolve, reject) => {
      const fail = (text) => reject(new Error(`${method}: ${text}`));
      this.#pending.set(id, { sessionId, resolve, fail });
    });
  }

  /** Resolves with the parameters of the next such event that `accepts` takes. */
  next(method, accepts = () => true) {
    return new Promise((resolve) => {
      const listener = (event) => {
        if (event.method !== method || !accepts(event.params, event.sessionId)) return;
        this.#listeners.delete(listener);
        resolve(event.params);
      };
      this.#listeners.add(listener);
    });
  }

  /** A session has ended (`undefined`: all have): its open commands fail. */
  abandon(session) {
    for (const [id, { sessionId, fail }] of this.#pending) {
      if (session && session !== sessionId) continue;
      this.#pending.delete(id);
      fail("the tab or the browser has ended");
    }
  }

  close() {
    this.#socket.terminate();
  }

  #take(message) {
    const { id, result, error } = message;
    if (id === undefined) return [...this.#listeners].forEach((listener) => listener(message));
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (!pending) return undefined;
    return error ? pending.fail(error.message) : pending.resolve(result);
  }
}
