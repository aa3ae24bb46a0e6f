import { vi } from "vitest";

/**
 * A WebSocket without a network: a test decides when it opens, receives and fails. As in browsers,
 * a failed attempt fires `error` and then `close` with code 1006.
 */
export class FakeSocket extends EventTarget {
  static readonly CLOSING = 2;
  /** All sockets of the test, in the order in which they were made. */
  static all: FakeSocket[] = [];

  readyState = 0;
  readonly sent: string[] = [];

  constructor(readonly url: string) {
    super();
    FakeSocket.all.push(this);
  }

  static get last(): FakeSocket {
    const socket = FakeSocket.all.at(-1);
    if (!socket) throw new Error("no socket was made");
    return socket;
  }

  /** Replaces the browser's class for the rest of the test. */
  static install(): void {
    FakeSocket.all = [];
    vi.stubGlobal("WebSocket", FakeSocket);
  }

  send(text: string): void {
    if (this.readyState === 0) throw new Error("sent on a socket that is not open yet");
    if (this.readyState === 1) this.sent.push(text);
  }

  /** Browsers report the end later, in a task of its own; here the test says when. */
  close(): void {
    if (this.readyState < 2) this.readyState = 2;
  }

  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  receive(frame: unknown): void {
    const data = typeof frame === "string" ? frame : JSON.stringify(frame);
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  drop(code = 1006): void {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code, wasClean: false }));
  }

  fail(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event("error"));
    this.drop();
  }
}

/** What the server says first. */
export const INFO = { authorized: false, data: "", event: "serverInfo", pipe: "sys" };
