/** The server of a test. */
import type { CoreParts } from "../dev-server/core/controls";
import { Controls } from "../dev-server/core/controls";
import { checkChannel, checkEvent, checkInteger, MAX_USER_ID } from "../dev-server/core/input";
import { literalText } from "../dev-server/core/literal";
import type { PublishedMessage } from "../dev-server/core/types";
import type { Tasks } from "./event-loop";
import type { TestClient } from "./test-client";
import type { PublishOptions } from "./types";

const MAX_PUBLISHED = 1_000;

export class RunningTestServer extends Controls {
  private readonly messages: PublishedMessage[] = [];

  constructor(
    parts: CoreParts,
    private readonly tasks: Tasks,
    private readonly clients: readonly TestClient[],
  ) {
    super(parts);
    this.on("publish", (message) => {
      if (this.messages.push(message) > MAX_PUBLISHED) this.messages.shift();
    });
  }

  override publish(
    channel: string,
    event: string,
    data: unknown,
    { from, ...options }: PublishOptions = {},
  ): number {
    if (from === undefined) return super.publish(channel, event, data, options);
    const sender = { userId: checkInteger("from", from, 0, MAX_USER_ID) };
    const message = { channel: checkChannel(channel), event: checkEvent(event), sender };
    const text = literalText(data, options);
    const logText = options.raw ? text : JSON.stringify(data);
    return this.comet.publish({ ...message, text, logText })?.delivered ?? 0;
  }

  async published(channel: string): Promise<PublishedMessage[]> {
    checkChannel(channel);
    await this.settled();
    return this.messages.filter((message) => message.channel === channel);
  }

  settled(): Promise<void> {
    return this.tasks.settled();
  }

  async connected(): Promise<void> {
    await this.settled();
    for (const client of this.clients) client.wake();
    await this.settled();
    const started = this.clients.filter(({ state }) => state !== "stopped");
    if (!started.length) throw new Error("No client was started");
    for (const { state } of started)
      if (state !== "connected") throw new Error(`A client is ${state}${this.why}`);
  }

  /** What a test may have forgotten. */
  private get why(): string {
    const { refusal } = this.core.faults;
    return refusal === null ? "" : `: the server refuses connections (${refusal})`;
  }
}
