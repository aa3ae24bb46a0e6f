import { Controls } from '../dev-server/core/controls.js';
import { checkInteger, checkEvent, checkChannel, MAX_USER_ID } from '../dev-server/core/input.js';
import { literalText } from '../dev-server/core/literal.js';

const MAX_PUBLISHED = 1e3;
class RunningTestServer extends Controls {
  constructor(parts, tasks, clients) {
    super(parts);
    this.tasks = tasks;
    this.clients = clients;
    this.messages = [];
    this.on("publish", (message) => {
      if (this.messages.push(message) > MAX_PUBLISHED) this.messages.shift();
    });
  }
  publish(channel, event, data, { from, ...options } = {}) {
    if (from === void 0) return super.publish(channel, event, data, options);
    const sender = { userId: checkInteger("from", from, 0, MAX_USER_ID) };
    const message = { channel: checkChannel(channel), event: checkEvent(event), sender };
    const text = literalText(data, options);
    const logText = options.raw ? text : JSON.stringify(data);
    return this.comet.publish({ ...message, text, logText })?.delivered ?? 0;
  }
  async published(channel) {
    checkChannel(channel);
    await this.settled();
    return this.messages.filter((message) => message.channel === channel);
  }
  settled() {
    return this.tasks.settled();
  }
  async connected() {
    await this.settled();
    for (const client of this.clients) client.wake();
    await this.settled();
    const started = this.clients.filter(({ state }) => state !== "stopped");
    if (!started.length) throw new Error("No client was started");
    for (const { state } of started)
      if (state !== "connected") throw new Error(`A client is ${state}${this.why}`);
  }
  /** What a test may have forgotten. */
  get why() {
    const { refusal } = this.core.faults;
    return refusal === null ? "" : `: the server refuses connections (${refusal})`;
  }
}

export { RunningTestServer };
//# sourceMappingURL=running-server.js.map
