import { badArgument, checked, CometError } from "../api/errors";
import { bareName, CHANNEL_RULE, channelName } from "./channel-key";
import { deliveredLength, MAX_FRAME_BYTES, USER_ID, USER_ID_RULE, utf8Length } from "./limits";

/**
 * What a tab can ask of the server, besides the list of its channels. Plain data, so that a
 * follower can pass it to the leader.
 */
export interface Command {
  kind: keyof typeof COMMANDS;
  /** The channel that it names; `""` if it names none. */
  channel: string;
  /** The frame, with a NUL where the marker of the answer goes. */
  text: string;
}

/** The properties of a kind of command. */
interface Traits {
  /** The server's word for it, which is the first line of its frame, and the lines that follow. */
  word: string;
  lines: readonly (keyof Lines)[];
  /** Whether it is sent again if the connection ends before its answer comes. */
  isRepeatable: boolean;
  /** What answers it: a message with its marker, the delivery report of its channel, or nothing. */
  answer: "marker" | "report" | "nothing";
  /** Whether it is answered by messages. A fence behind it then marks their end. */
  isStream: boolean;
  /** Which of several shards are asked: one, one of each node, or all. */
  scope: "one" | "nodes" | "shards";
  /** For how long after a first answer those of other nodes are waited for, in milliseconds. */
  patienceMs: number;
  /** Matches the reason of its refusal; `other`: a reason that matches no command. */
  refusal: RegExp | "other" | undefined;
}

/** The lines of a frame. */
interface Lines {
  channel?: string;
  event?: string;
  /** Always `*`: everybody may hear it. */
  audience?: string;
  json?: string;
  user?: string;
  marker?: string;
  /** The frame ends with a line break. */
  end?: string;
}

/**
 * A page need not wait longer for a node that hangs, which takes up to 35 s to notice. A node that lives
 * answers in a fraction of this time, also over a slow network.
 */
const SLOW_NODE_MS = 2_000;

const QUESTION: Omit<Traits, "word" | "lines"> = {
  isRepeatable: true,
  answer: "marker",
  isStream: false,
  scope: "one",
  patienceMs: Infinity,
  refusal: undefined,
};

const COUNT: Traits = { ...QUESTION, word: "pipe_count", lines: ["channel", "marker", "end"] };

/** Everything that differs between commands. A new command has its row here. */
const COMMANDS = {
  web_pipe2: {
    word: "web_pipe2",
    lines: ["channel", "event", "audience", "json"],
    // It may have been delivered.
    isRepeatable: false,
    answer: "report",
    isStream: false,
    scope: "one",
    patienceMs: Infinity,
    refusal: "other",
  },
  // Never refused: its channel was checked.
  pipe_log: { ...COUNT, word: "pipe_log", isStream: true },
  /**
   * The log as all nodes have it: each lacks what was published while it was down. So all are waited for:
   * else a gap would count as filled that is not.
   */
  recovery: { ...COUNT, word: "pipe_log", isStream: true, scope: "nodes" },
  pipe_count: { ...COUNT, refusal: /^\[pipe_count\]/ },
  track_pipe_users: {
    ...QUESTION,
    word: "track_pipe_users",
    lines: ["channel", "marker"],
    scope: "nodes",
    patienceMs: SLOW_NODE_MS,
    refusal: /^\[track_pipe_users\]/,
  },
  user_data: { ...QUESTION, word: "user_data", lines: ["marker", "user"], refusal: /user id/ },
  statistics: { ...QUESTION, word: "statistics", lines: ["json"], answer: "nothing" },
  /** A count whose answer says that everything before it is done, on all shards. */
  fence: { ...COUNT, scope: "shards" },
  /** A fence that says so of the channels of each shard, on any node that carries them. */
  page_fence: { ...COUNT, scope: "shards", patienceMs: SLOW_NODE_MS },
} satisfies Record<string, Traits>;

/** A kind that only a newer version in another tab knows is taken for a question. */
export function traitsOf({ kind }: Command): Traits {
  return Object.prototype.hasOwnProperty.call(COMMANDS, kind) ? COMMANDS[kind] : COMMANDS.fence;
}

/** Whether a command publishes a message: then its delivery report answers it. */
export function isPublish(command: Command): boolean {
  return traitsOf(command).answer === "report";
}

/** Whether a refusal with this reason can belong to the command, which a refusal does not name. */
export function isRefusalOf(command: Command, reason: string): boolean {
  const known = Object.values(COMMANDS).find(
    ({ refusal }: Traits) => refusal instanceof RegExp && refusal.test(reason),
  );
  const traits = traitsOf(command);
  return known ? known === traits : traits.refusal === "other";
}

/** `{"data":"","event":"","message_send_time":1234567890,"pipe":"","user_id":}` */
const FRAME_OVERHEAD_BYTES = 74;

const PUBLISH_RULE = `it must be web_*, webauth_* or @web_*, without an event; ${CHANNEL_RULE}`;
const EVENT_RULE = "it has 1 to 64 characters out of A-Z a-z 0-9 _ -";

/**
 * Publishes a message.
 * @param userId the sender, as receivers will see it.
 * @throws CometError `argument` for a bad name or a message that JSON cannot hold; `size` if the
 * frame that would deliver it is longer than the server sends.
 */
export function publishCommand(
  channel: unknown,
  event: unknown,
  message: unknown,
  userId: string,
): Command {
  const name = checked("channel", channel, /^(?=@?.{1,63}$)(@?web|webauth)_[\w-]+$/, PUBLISH_RULE);
  const eventName = checked("event", event, /^[\w-]{1,64}$/, EVENT_RULE);
  const json = toJson(message);
  const command = newCommand("web_pipe2", { channel: name, event: eventName, json });
  const names = eventName + bareName(name) + (name[0] === "@" ? 0 : userId || 0);
  // The delivery is always longer than the command, so only its length is checked.
  checkSize(`Message to ${name}`, FRAME_OVERHEAD_BYTES + names.length + deliveredLength(json));
  return command;
}

function checkSize(what: string, size: number): void {
  if (size > MAX_FRAME_BYTES)
    throw new CometError("size", `${what} too large: ${size} of ${MAX_FRAME_BYTES} bytes`, size);
}

/** Replays a log. @throws CometError for a bad channel. */
export function logCommand(channel: unknown): Command {
  return newCommand("pipe_log", { channel: channelName(channel) });
}

/** Reads a log to fill a gap. @throws CometError for a bad channel. */
export function recoveryCommand(channel: unknown): Command {
  return newCommand("recovery", { channel: channelName(channel) });
}

/** Counts visitors. @throws CometError for a channel that is not `web_*` or `track_*`. */
export function countCommand(channel: unknown): Command {
  const rule = "it must be web_* or track_*";
  const name = checked("channel", channelName(channel), /^(web|track)_./, rule);
  return newCommand("pipe_count", { channel: name });
}

/** Lists visitors. @throws CometError for a channel that is not `track_*`. */
export function usersCommand(channel: unknown): Command {
  const rule = "it must be track_*";
  const name = checked("channel", channelName(channel), /^track_./, rule);
  return newCommand("track_pipe_users", { channel: name });
}

function newCommand(kind: Command["kind"], values: Lines): Command {
  const { word, lines } = COMMANDS[kind];
  const all: Lines = { audience: "*", marker: "\0", end: "", ...values };
  const text = [word, ...lines.map((line) => all[line])].join("\n");
  return { kind, channel: values.channel ?? "", text };
}

/** Asks for a user's data. @throws CometError for an id that is not 1 to 999999999. */
export function dataCommand(userId: unknown): Command {
  const text = typeof userId === "number" ? String(userId) : userId;
  const id = checked("user id", text, USER_ID, USER_ID_RULE);
  return newCommand("user_data", { user: id });
}

/**
 * Tells the server which library a page uses.
 * @throws CometError `argument` for data that JSON cannot hold, `size` for too large a command.
 */
export function statisticsCommand(data: unknown): Command {
  const command = newCommand("statistics", { json: toJson(data) });
  checkSize("Statistics", utf8Length(command.text));
  return command;
}

/** A question whose answer says that everything written before it is done. */
export const FENCE = newCommand("fence", { channel: "web_fence" });

/** A fence for a page, which a node that hangs does not hold up. */
export const PAGE_FENCE = newCommand("page_fence", { channel: "web_fence" });

/**
 * The frame that replaces the connection's list of channels; equal for equal sets. Channels that
 * an anonymous visitor may not hear stand last: there the server stops reading the list.
 */
export function listText(channels: readonly string[]): string {
  const rank = (name: string) => name.replace(/^private_/, "~");
  const sorted = [...channels].sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
  return "subscription\n" + sorted.join("\n");
}

function toJson(message: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(message);
  } catch {
    // Cycles, BigInt, a toJSON that throws.
  }
  if (json === undefined) throw badArgument("message", message, "JSON cannot hold it");
  return json;
}
