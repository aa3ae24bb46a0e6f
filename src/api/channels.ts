import type { CometMessage, DeliveryReport, TrackedUser } from "./types";

/**
 * Any declaration of channels, for TypeScript: an interface that names the events of each channel and
 * the data of each event. With such an interface, TypeScript rejects unknown channels, unknown events
 * and other data. Without one, any channel may carry anything.
 *
 * ```ts
 * interface Channels {
 *   web_chat: { message: { text: string }; typing: { name: string } };
 *   [room: `web_room_${number}`]: { message: { text: string } };
 *   track_online: TrackEvents;
 *   msg: { invitation: { from: number } };
 * }
 * ```
 */
// `any`, since pages read whatever they put into a message.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyChannels = any;

/** What a declaration has to be: events for each channel, not their data. */
export type Declared<Channels> = { [C in keyof Channels]: object };

/** The events of `track_*` channels: a visitor joined or left the channel. */
export interface TrackEvents {
  subscription: TrackedUser;
  unsubscription: TrackedUser;
}

type Name<Names> = Extract<keyof Names, string>;

/** Whether there is no declaration. */
type IsAny<Channels> = string extends keyof Channels ? true : false;

/** The channels that visitors may publish to. */
type Writable<Channels> = Extract<Name<Channels>, `web_${string}` | `webauth_${string}`>;

/** The `"channel.event"` keys of all channels, or of some. */
type Events<Channels, Channel extends Name<Channels> = Name<Channels>> = {
  // The members of a text are no events.
  [Each in Channel]: Channels[Each] extends object ? `${Each}.${Name<Channels[Each]>}` : never;
}[Channel];

type Report = "#" | "answer_to_" | "_answer_to_";

/** The keys of one line. */
export type Key<Channels> =
  IsAny<Channels> extends true
    ? string
    : | (Name<Channels> | Events<Channels> | `${Report}${Writable<Channels>}`)
      | (`user_status_${number}` | `user_status_${number}.${string}` | "");

/** The keys that an editor suggests, and any text, which `KeyOf` then checks. */
export type Suggested<Channels> = Key<Channels> | (string & {});

/** The lines of a key. */
type Line<K extends string> = K extends `${infer First}\n${infer Rest}`
  ? Trimmed<First> | Line<Rest>
  : Trimmed<K>;

type Trimmed<K extends string> = K extends ` ${infer Rest}` | `${infer Rest} ` ? Trimmed<Rest> : K;

/** The keys with a dot: to TypeScript, the `number` of a template key may also be `1.5`. */
type Dotted<Channels> = Events<Channels> | `user_status_${number}.${string}`;

/** Why a line is no key, in words; `never` if it is one. */
type Fault<Channels, L extends string> = L extends (
  L extends `${string}.${string}` ? Dotted<Channels> : Key<Channels>
)
  ? never
  : L extends `${Report}${infer Channel}`
    ? `there are no reports of ${Channel}`
    : L extends `${infer Channel}.${infer Event}`
      ? Channel extends keyof Channels
        ? `${Channel} has no event ${Event}`
        : `there is no channel ${Channel}`
      : `there is no channel ${L}`;

/**
 * `K` if it is a key: the keys that `subscribe` takes. Otherwise a text that says what is wrong with
 * it, so that the compiler's error does.
 */
export type KeyOf<Channels, K extends string> =
  IsAny<Channels> extends true
    ? K
    : [Fault<Channels, Line<K>>] extends [never]
      ? K
      : Fault<Channels, Line<K>>;

/** `C` if it is a declared channel, without an event; otherwise a text that says so. */
export type DeclaredChannel<Channels, C extends string> =
  IsAny<Channels> extends true
    ? C
    : C extends `${infer Channel}.${string}`
      ? `give the channel ${Channel} without an event`
      : C extends keyof Channels
        ? C
        : `there is no channel ${C}`;

/** `C` if it is a declared channel of which the server tells who listens. */
export type TrackedChannel<Channels, C extends string> =
  IsAny<Channels> extends true
    ? C
    : C extends `track_${string}` | `${string}.${string}`
      ? DeclaredChannel<Channels, C>
      : C extends keyof Channels
        ? `nobody is told who is in ${C}: its name does not begin with track_`
        : DeclaredChannel<Channels, C>;

/** `C` if visitors may publish to it; with an `@`, receivers do not learn the sender. */
export type ChannelOf<Channels, C extends string> =
  IsAny<Channels> extends true
    ? C
    : Bare<C> extends (C extends `${string}.${string}` ? never : Writable<Channels>)
      ? C extends `@webauth_${string}`
        ? `${C} takes no @`
        : C
      : `nobody publishes to a channel ${C}`;

type Bare<C extends string> = C extends `@${infer Channel}` ? Channel : C;

type EventsOf<Channels, C extends string> =
  Bare<C> extends keyof Channels ? Channels[Bare<C>] : never;

/** `E` if it is an event of the channel. */
export type EventOf<Channels, C extends string, E> =
  IsAny<Channels> extends true
    ? E
    : E extends Name<EventsOf<Channels, C>>
      ? E
      : `${C} has no event ${E & string}`;

/** The data that is published as an event; of several possible events, data that fits all. */
export type SentOf<Channels, C extends string, E> =
  IsAny<Channels> extends true ? unknown : All<EventsOf<Channels, C>, E & string>;

type All<Declaration, E extends string> = {
  [Each in E]: (data: Each extends keyof Declaration ? Declaration[Each] : never) => void;
}[E] extends (data: infer Data) => void
  ? Data
  : never;

/** A message, with its channel and event, by which TypeScript tells its data. */
export interface Message<
  Data = unknown,
  Channel = string,
  Event = string,
> extends CometMessage<Data> {
  /** The channel; `msg` for private messages, `_answer_to_CHANNEL` for delivery reports. */
  channel: Channel;
  /** The event's name; `""` or `"undefined"` if the sender gave none. */
  event: Event;
}

/** The messages of a key. */
export type MessageOf<Channels, K extends string> =
  IsAny<Channels> extends true ? Message : OfLine<Channels, Line<K>>;

type OfLine<Channels, L extends string> = L extends keyof Channels
  ? { [E in Name<Channels[L]>]: Message<Channels[L][E], L, E> }[Name<Channels[L]>]
  : L extends `${Report}${infer Channel}`
    ? Channel extends keyof Channels
      ? Message<DeliveryReport<Channels[Channel][keyof Channels[Channel]]>>
      : Message
    : L extends `${infer Channel}.${infer Event}`
      ? Channel extends keyof Channels
        ? Event extends keyof Channels[Channel]
          ? Message<Channels[Channel][Event], Channel, Event>
          : Message
        : Message
      : Message;

/** The data of the messages of a key; `any` without a declaration, for the documented names. */
export type DataOf<Channels, K extends string> =
  IsAny<Channels> extends true ? AnyChannels : OfLine<Channels, Line<K>>["data"];

/** The `"channel.event"` that an editor suggests for publishing, and any text, checked below. */
export type PublishKey<Channels> =
  IsAny<Channels> extends true ? string : Events<Channels, Writable<Channels>> | (string & {});

/** `K` if it names a channel that visitors may publish to, and an event of it. */
export type PublishKeyOf<Channels, K extends string> =
  IsAny<Channels> extends true
    ? K
    : K extends `${infer C}.${infer E}`
      ? ChannelOf<Channels, C> extends C
        ? `${C}.${EventOf<Channels, C, E>}` extends K
          ? K
          : EventOf<Channels, C, E>
        : ChannelOf<Channels, C>
      : ChannelOf<Channels, K> extends K
        ? `give an event of ${K}`
        : ChannelOf<Channels, K>;

/** The data that is published as the event of a key. */
export type SentAs<Channels, K extends string> =
  IsAny<Channels> extends true
    ? AnyChannels
    : K extends `${infer C}.${infer E}`
      ? SentOf<Channels, C, E>
      : never;
