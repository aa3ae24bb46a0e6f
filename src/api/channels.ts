import type { DeliveryReport, TrackedUser } from "./types";

/**
 * What a site says on its channels, for TypeScript: of each channel the events, of each event the
 * data. Channels and events that are not named are mistakes then, and so is other data.
 *
 * ```ts
 * interface Channels {
 *   web_chat: { message: { text: string }; typing: { name: string } };
 *   track_online: TrackEvents;
 *   msg: { invitation: { from: number } };
 * }
 * ```
 */
// Not known, anything goes: pages read whatever they put into a message.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyChannels = any;

/** The events of `track_*` channels: somebody came, or left. */
export interface TrackEvents {
  subscription: TrackedUser;
  unsubscription: TrackedUser;
}

type Name<Names> = Extract<keyof Names, string>;

/** Channels that visitors may publish to. */
type Writable<Channels> = Extract<Name<Channels>, `web_${string}` | `webauth_${string}`>;

/** `"channel.event"` of all, or of some channels. */
type Events<Channels, Channel extends Name<Channels> = Name<Channels>> = {
  [Each in Channel]: `${Each}.${Name<Channels[Each]>}`;
}[Channel];

type Reports<Channels> = `${"#" | "answer_to_" | "_answer_to_"}${Writable<Channels>}`;

/** What `subscription` takes. */
export type Key<Channels> = string extends keyof Channels
  ? string
  : Name<Channels> | Events<Channels> | Reports<Channels> | `user_status_${number}${string}` | "";

/** The channels that `web_pipe_send` takes; with an `@` receivers do not learn who sent it. */
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

/** The data that a key stands for. */
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
