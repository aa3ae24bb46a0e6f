import { randomId } from "../platform/ids";
import { MAX_TIMER_MS } from "../platform/tasks";
import { badArgument, checkedNumber } from "../api/errors";
import type { Link, Request } from "../tabs/link";
import type { WaitOptions } from "../api/promises";
import type { DeliveryReport, Unconfirmed } from "../api/types";
import { publishCommand, type Command } from "../protocol/commands";
import type { FrameMessage } from "../protocol/messages";
import { COPY_ID } from "../protocol/wire-fields";
import { dataOf } from "./delivery";
import { carryOut } from "./wait";

/** The event that receivers see if the caller gave none. */
const NO_EVENT = "undefined";

const MAX_COUNT = 1_000_000;

type Timer = ReturnType<typeof setInterval>;

/** Publishes messages of this tab. */
export class Publisher {
  private _timers = new Set<Timer>();

  /**
   * @param _userId the sender, as receivers will see it.
   * @param _onDone called with the result of each message, as in `Request`.
   * @param _onUnconfirmed called instead if nobody knows whether the message was delivered.
   */
  constructor(
    private readonly _link: Link,
    private readonly _userId: () => string,
    private readonly _onDone: Request["onDone"],
    private readonly _onUnconfirmed: (details: Unconfirmed) => void,
  ) {}

  /**
   * Takes `(channel, event, message)`, `(channel, message)` and `("channel.event", message)`.
   * Returns whether the message was sent at once; otherwise it waits for a connection.
   * @throws CometError if the message cannot be sent.
   */
  send(args: unknown[]): boolean {
    let [channel, event, message] = args;
    if (args.length < 3) {
      message = event;
      event = undefined;
      if (typeof channel === "string")
        [, channel, event] = /^([^.]*)\.?([^]*)$/.exec(channel) || [];
    }
    return this._send(channel, event, message)();
  }

  /**
   * Resolves with the server's report.
   * @throws CometError if the message cannot be sent, or for bad options.
   */
  publish(
    channel: unknown,
    event: unknown,
    message: unknown,
    options?: WaitOptions,
  ): Promise<DeliveryReport> {
    const command = this._command(channel, event, message);
    return carryOut(this._link, command, options).then(
      (report) => dataOf(report as FrameMessage) as DeliveryReport,
    );
  }

  /**
   * Sends the same message `count` times, `intervalMs` apart, with an id by which receivers
   * dispatch it once. Returns what `send` returns for the first. @throws CometError as `send` does.
   */
  sendRepeatedly(
    channel: unknown,
    event: unknown,
    message: unknown,
    count: unknown,
    intervalMs: unknown,
  ): boolean {
    const send = this._send(channel, event, message, identified(message));
    let left = checkedNumber("count", count, MAX_COUNT);
    const interval = checkedNumber("interval", intervalMs, MAX_TIMER_MS);
    const timer = setInterval(() => {
      if (--left < 2) this._end(timer);
      if (left > 0) send();
    }, interval);
    this._timers.add(timer);
    return send();
  }

  /** Ends all repetitions. */
  stop(): void {
    for (const timer of this._timers) this._end(timer);
  }

  /**
   * Checks a message. Returns a function that sends it each time it is called.
   * @param sent what is sent instead of the message: a copy with an id.
   */
  private _send(channel: unknown, event: unknown, message: unknown, sent = message): () => boolean {
    const command = this._command(channel, event, sent);
    const onDone: Request["onDone"] = (error) => {
      if (!error || error.code !== "unconfirmed") return this._onDone(error);
      const details = { channel: command.channel, event: String(event || NO_EVENT), message };
      this._onUnconfirmed({ ...details, reason: error.message });
    };
    return () => this._link.send({ command, onDone });
  }

  private _command(channel: unknown, event: unknown, message: unknown): Command {
    return publishCommand(channel, event || NO_EVENT, message, this._userId());
  }

  private _end(timer: Timer): void {
    clearInterval(timer);
    this._timers.delete(timer);
  }
}

/** A copy of an object, with an id. @throws CometError for anything else. */
function identified(message: unknown): object {
  try {
    if (typeof message === "object" && message !== null && !Array.isArray(message))
      return { ...message, [COPY_ID]: randomId(16) };
  } catch {
    // A member that throws when it is read.
  }
  throw badArgument("message", message, "it must be an object");
}
