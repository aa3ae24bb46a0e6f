import type { DeliveryReport, TrackedUser } from "./types";

/**
 * Any declaration of channels, for TypeScript: an interface that names the events of each channel and
 * the data of each event. With such an interface, TypeScript rejects unknown channels, unknown events
 * and other data. Without one, any channel may carry anything.
 *
 * ```ts
 * interface Channels {
 *   web_chat: { message: { text: string }; typing: { name: string } };
 *   track_online: TrackEvents;
 *   msg: { invitation: { from: number } };
 * }
 * ```
 */
// `any`, since pages read whatever they put into a message.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyChannels = any;

/** The events of `track_*` channels: a visitor joined or left the channel. */
export interface TrackEvents {
  subscription: TrackedUser;
  unsubscription: TrackedUser;
}

type Name<Names> = Extract<keyof Names, string>;

/** The channels that visitors may publish to. */
type Writable<Channels> = Extract<Name<Channels>, `web_${string}` | `webauth_${string}`>;

/** The `"channel.event"` keys of all channels, or of some. */
type Events<Channels, Channel extends Name<Channels> = Name<Channels>> = {
  [Each in Channel]: `${Each}.${Name<Channels[Each]>}`;
}[Channel];

type Reports<Channels> = `${"#" | "answer_to_" | "_answer_to_"}${Writable<Channels>}`;

/** The keys that `subscription` takes. */
export type Key<Channels> = string extends keyof Channels
  ? string
  : Name<Channels> | Events<Channels> | Reports<Channels> | `user_status_${number}${string}` | "";

/** The channels that `web_pipe_send` takes. With an `@`, receivers do not learn the sender. */
export type PublishChannel<Channels> = string extends keyof Channels
  ? string
  : Writable<Channels> | `@${Extract<Writable<Channels>, `web_${string}`>}`;

/** The events of a channel. */
export type EventOf<Channels, Channel extends string> = string extends keyof Channels
  ? string | null | undefined
  : Channel extends `@${infer Signed}`
    ? EventOf<Channels, Signed>
    : Channel extends keyof Channels
      ? Name<Channels[Channel]>
      : never;

/** The `"channel.event"` that `web_pipe_send` takes. */
export type PublishKey<Channels> = string extends keyof Channels
  ? string
  : Events<Channels, Writable<Channels>>;

/** The type of `data` in the messages of a key. */
export type DataOf<Channels, K extends string> = string extends keyof Channels
  ? AnyChannels
  : Known<Channels, K>;

type Known<Channels, K extends string> = K extends keyof Channels
  ? Channels[K][keyof Channels[K]]
  : K extends `@${infer Signed}`
    ? Known<Channels, Signed>
    : K extends `${"#" | "answer_to_" | "_answer_to_"}${infer Channel}`
      ? DeliveryReport<Known<Channels, Channel>>
      : K extends `${infer Channel}.${infer Event}`
        ? Channel extends keyof Channels
          ? Event extends keyof Channels[Channel]
            ? Channels[Channel][Event]
            : unknown
          : unknown
        : unknown;
