/**
 * Commands and events in JSON over a WebSocket: what the Chrome DevTools Protocol and WebDriver BiDi
 * have in common. No library stands between, whose defaults would hide what is under test.
 */
import { WebSocket } from "ws";
import { within } from "./wait";

interface Reply {
  id?: number;
  sessionId?: string;
  method?: string;
  params?: unknown;
  result?: unknown;
  /** In BiDi the name of the error, beside its text. */
  error?: { message: string } | string;
  message?: string;
}

interface Pending {
  sessionId: string | undefined;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

type Listener = (params: never, sessionId: string | undefined) => void;

/** A connection to a browser; commands go to it, or with a session to one of its targets. */
export class Remote {
  private readonly pending = new Map<number, Pending>();
  private readonly listeners = new Map<string, Set<Listener>>();
  private count = 0;

  private constructor(
    private readonly socket: WebSocket,
    readonly patienceMs: number,
  ) {
    socket.on("message", (data) => this.take(JSON.parse(String(data)) as Reply));
    socket.on("close", () => this.fail("The browser has gone", () => true));
  }

  /** @param patienceMs what tabs use as their limit. */
  static async connect(url: string, patienceMs: number): Promise<Remote> {
    const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 2 ** 28 });
    await new Promise((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    return new Remote(socket, patienceMs);
  }

  send<Result = unknown>(method: string, params: object = {}, sessionId?: string): Promise<Result> {
    const id = ++this.count;
    this.socket.send(JSON.stringify({ id, method, params, sessionId }));
    return new Promise<Result>((resolve, reject) => {
      const fail = (error: Error) => reject(new Error(`${method}: ${error.message}`));
      this.pending.set(id, {
        sessionId,
        resolve: resolve as (result: unknown) => void,
        reject: fail,
      });
    });
  }

  /** Returns the function that ends it. */
  on<Params>(
    event: string,
    listener: (params: Params, sessionId: string | undefined) => void,
  ): () => void {
    const all = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, all.add(listener));
    return () => void all.delete(listener);
  }

  /** Runs an action, and waits for the event that tells its effect. */
  async told<Params>(
    event: string,
    isMeant: (params: Params, sessionId: string | undefined) => boolean,
    action: () => Promise<unknown>,
  ): Promise<Params> {
    let end = (): void => undefined;
    const told = new Promise<Params>((resolve) => {
      end = this.on<Params>(event, (params, session) => {
        if (isMeant(params, session)) resolve(params);
      });
    });
    try {
      const [params] = await Promise.all([within(this.patienceMs, event, told), action()]);
      return params;
    } finally {
      end();
    }
  }

  /** What was asked of this session gets no answer any more: its target has crashed or stands still. */
  abandon(sessionId: string): void {
    this.fail("The target does not answer", (pending) => pending.sessionId === sessionId);
  }

  close(): void {
    this.socket.terminate();
  }

  private take({ id, sessionId, method, params, result, error, message }: Reply): void {
    if (typeof id !== "number") {
      for (const listener of [...(this.listeners.get(method ?? "") ?? [])])
        listener(params as never, sessionId);
      return;
    }
    const pending = this.pending.get(id);
    this.pending.delete(id);
    if (error)
      pending?.reject(
        new Error(typeof error === "string" ? `${error}: ${message}` : error.message),
      );
    else pending?.resolve(result);
  }

  private fail(text: string, concerns: (pending: Pending) => boolean): void {
    for (const [id, pending] of this.pending) {
      if (!concerns(pending)) continue;
      this.pending.delete(id);
      pending.reject(new Error(text));
    }
  }
}
