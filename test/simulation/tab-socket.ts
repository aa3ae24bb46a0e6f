import { vi } from "vitest";
import { FakeTab } from "../support/fake-tab";
import { schedule } from "../support/tab-time";
import { INFO } from "../support/fake-socket";

/** A WebSocket of a tab, and the server behind it: it welcomes, and answers what it is asked. */
export class TabSocket extends EventTarget {
  static readonly CLOSING = 2;
  /** All sockets of the test. */
  static all: TabSocket[] = [];
  /** Whether a connection comes about. */
  static accepts: (url: string) => boolean;
  /** The first frame of a connection. */
  static welcome: (url: string) => object;
  /** Whether commands are answered. */
  static answers: boolean;

  readyState = 0;
  readonly sent: string[] = [];
  /** The tab that has opened it. */
  readonly owner = FakeTab.current;

  constructor(readonly url: string) {
    super();
    TabSocket.all.push(this);
    this.later(() => {
      if (!TabSocket.accepts(url)) return this.drop();
      this.readyState = 1;
      // The server speaks first.
      this.receive(TabSocket.welcome(url));
      this.dispatchEvent(new Event("open"));
    });
  }

  /** jsdom swallows what a listener throws: it is kept as an error of the tab. */
  override addEventListener(type: string, listener: (event: Event) => void): void {
    super.addEventListener(type, (event) => {
      try {
        listener(event);
      } catch (error) {
        FakeTab.errors.push(error);
      }
    });
  }

  /** Takes the place of the browser's for a test. */
  static install(): void {
    TabSocket.all = [];
    TabSocket.accepts = () => true;
    TabSocket.welcome = () => INFO;
    TabSocket.answers = true;
    vi.stubGlobal("WebSocket", TabSocket);
  }

  /** The last one to a node. */
  static to(node: string): TabSocket {
    const found = TabSocket.all.findLast(({ url }) => url.includes(node));
    if (!found) throw new Error(`${node} has no socket`);
    return found;
  }

  /** Of each message that was published: the id of the visitor, and the text. */
  static get published(): [userId: string, text: string][] {
    return TabSocket.all.flatMap(({ sent, url }) =>
      sent.flatMap((text): [string, string][] => {
        const [kind, , , , message = ""] = text.split("\n");
        return kind === "web_pipe2" ? [[/&myid=(\d*)/.exec(url)?.[1] ?? "", message]] : [];
      }),
    );
  }

  send(text: string): void {
    if (this.readyState === 0) throw new Error("sent on a socket that is not open yet");
    if (this.readyState !== 1) return;
    this.sent.push(text);
    if (TabSocket.answers) this.answer(text);
  }

  /** The server answers a command. */
  answer(text: string): void {
    const [kind, name, marker] = text.split("\n");
    if (kind === "pipe_count") {
      const data = ["user_in_pipe", 1];
      this.receive({ data, event: "user_in_pipe", marker, pipe: "_answer_pipe_count" });
    }
    if (kind === "track_pipe_users")
      this.receive({ data: [], event: "answer", marker, pipe: "_answer" });
    // The marker comes first in this command.
    if (kind === "user_data")
      this.receive({ data: "", event: "answer", marker: name, pipe: "_answer" });
    if (kind === "web_pipe2") {
      const data = { message: "1", number_messages: 0 };
      this.receive({ data, event: "answer", pipe: `_answer_to_${name}` });
    }
  }

  /** The connection ends, or never came about. */
  drop(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code: 1006 }));
  }

  close(): void {
    if (this.readyState >= 2) return;
    this.readyState = 2;
    this.later(() => this.drop());
  }

  /** The server sends a frame: its text or bytes, or what is to be written as JSON. */
  receive(frame: unknown): void {
    const isRaw = typeof frame === "string" || frame instanceof ArrayBuffer;
    const data = isRaw ? frame : JSON.stringify(frame);
    this.later(() => {
      if (this.readyState === 1) this.dispatchEvent(new MessageEvent("message", { data }));
    });
  }

  private later(code: () => void): void {
    schedule(() => this.owner.task(code));
  }
}
