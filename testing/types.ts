/** The public interface of the testing entry. */
import type { ConnectionInfo, MessageOptions, ServerControl } from "../dev-server/core/types";
import type { AnyChannels, EventOf, Message, MessageOf, SentOf } from "../src/api/channels";
import type { CometServerApi } from "../src/api/contract";

/** How a message is published. */
export interface PublishOptions extends MessageOptions {
  /**
   * Publishes as a visitor with this id, who is not connected; 0: as an anonymous one. Default: as
   * the back end does, by SQL.
   */
  readonly from?: number;
}

/** `C` if it is a channel of the declaration. */
export type DeclaredChannel<Channels, C extends string> = string extends keyof Channels
  ? C
  : C extends keyof Channels
    ? C
    : `there is no channel ${C}`;

/** What a client has published to a channel. */
export type PublishedOf<Channels, C extends string> = Published<MessageOf<Channels, C>>;

type Published<Heard> =
  Heard extends Message<infer Data, infer Channel, infer Event>
    ? {
        /** Without the `@`. */
        readonly channel: Channel;
        readonly event: Event;
        readonly data: Data;
        /** As receivers are told: 0 for an anonymous visitor, and if it was published with an `@`. */
        readonly userId: number;
        /** {@link ConnectionInfo.id} of the sender. */
        readonly connection: ConnectionInfo["id"];
      }
    : never;

/**
 * The server of a test, and everybody else: the back end, other visitors, the network. What it does
 * reaches the clients in later turns of the event loop, as it does in a page: await {@link settled}
 * before you look. Every method throws an `InputError` for a value that breaks a rule of the server.
 * @typeParam Channels the declaration of the site's channels, see `AnyChannels`.
 */
export interface TestServer<Channels extends object = AnyChannels> extends Omit<
  ServerControl,
  "publish" | "sendToUser"
> {
  /**
   * Publishes to a channel, as the back end or as somebody else.
   * @returns how many clients get it; see {@link ServerControl.publish}.
   */
  publish<C extends string, E extends string>(
    channel: DeclaredChannel<Channels, C>,
    event: EventOf<Channels, C, E>,
    data: SentOf<Channels, C, E>,
    options?: PublishOptions,
  ): number;

  /**
   * Sends a private message: the event is one of the channel `msg`.
   * @returns how many connections of the user get it. If the user has none, the message waits.
   */
  sendToUser<E extends string>(
    userId: number,
    event: EventOf<Channels, "msg", E>,
    data: SentOf<Channels, "msg", E>,
    options?: MessageOptions,
  ): number;

  /**
   * Resolves with what clients have published to a channel and the server has accepted, oldest first
   * (the last 1,000), once everything has {@link settled}.
   */
  published<C extends string>(
    channel: DeclaredChannel<Channels, C>,
  ): Promise<PublishedOf<Channels, C>[]>;

  /**
   * Resolves once all that is on its way has arrived, in both directions, with what follows from it:
   * connections that begin, answers, callbacks of the application. Does not wait for what a fault
   * holds back (`delay`, `goSilent`, `withholdAnswers`, `refuse("silence")`), nor for a time: a client
   * that has lost its connection waits for its next attempt, see {@link connected}. With the fake
   * timers of Vitest, Jest or Sinon, it runs the timers that are due, without advancing the time.
   * @throws Error (it rejects) if that does not end, because two sides answer each other for ever.
   */
  settled(): Promise<void>;

  /**
   * Resolves once every client that was started is connected, and everything has {@link settled}. A
   * client that waits for its next attempt makes it now, as it does when its network returns.
   * @throws Error (it rejects) with the reason if a client does not connect, or none was started.
   */
  connected(): Promise<void>;
}

/** A client, and the server that it connects to; in memory. */
export interface TestComet<Channels extends object = AnyChannels> {
  /**
   * The client for the application under test. It is the real one, not started yet; every `node` leads
   * to {@link server}. It shares nothing with other clients, pages and tests: no connection, no storage.
   */
  readonly cometApi: CometServerApi<Channels>;
  readonly server: TestServer<Channels>;
  /** A client in the browser of another visitor, to be started, like {@link cometApi}. */
  createClient(): CometServerApi<Channels>;
  /** Stops all clients and ends the server: no timer, listener or connection is left. */
  stop(): void;
  /** The same as {@link stop}, for `using`; where the platform knows `Symbol.dispose`. */
  [Symbol.dispose]: () => void;
}
