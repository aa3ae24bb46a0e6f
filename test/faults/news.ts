/** The server's part of the traffic: numbered messages, a hundred a second. */
import type { DevServer } from "../../dev-server";
import { NEWS, type Numbered } from "./page/report";

const EVERY_MS = 10;

export class News {
  /** When each number was sent; the index is the number. */
  readonly sentAt: number[] = [0];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly server: DevServer) {}

  get last(): number {
    return this.sentAt.length - 1;
  }

  /** @param text goes with each, to make them large. */
  start(text = "", everyMs = EVERY_MS): void {
    this.stop();
    this.timer = setInterval(() => this.publish(text), everyMs);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Stops after one more, which shows whoever hears it that it has missed nothing before. */
  end(): number {
    this.stop();
    if (this.last > 0) this.publish("");
    return this.last;
  }

  publish(text = ""): void {
    const message: Numbered = { n: this.sentAt.push(Date.now()) - 1 };
    this.server.publish(NEWS, "n", text ? { ...message, text } : message);
  }
}
