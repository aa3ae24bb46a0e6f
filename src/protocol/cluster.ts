/** What the nodes of a cluster do to messages: see docs/protocol.md, 15. */
import { contentOf } from "./identity";
import type { ChannelMessage, FrameMessage } from "./messages";
import { decodeData, jsonOf, parseObject } from "./payload";
import { toNumber, toText } from "./values";
import type { WireFields } from "./wire-fields";

/**
 * Who was told of a message first:
 * - `here`: the node that sent it. Of a published message only this node's copy has the sender.
 * - `elsewhere`: another node, which has passed it on.
 * - `unknown`: it may have been published by SQL, which names no sender anywhere.
 */
export type Origin = "here" | "elsewhere" | "unknown";

/** What the proxy passes on is sent by each node in a second of its own. */
export const CLOCKS_DIFFER_S = 1;

/** Whether a message tells who is there. The back end may write other events to such channels. */
export function isPresence({ channel, event }: FrameMessage): boolean {
  return (
    (channel.startsWith("track_") && /^(un)?subscription$/.test(event)) ||
    (channel.startsWith("user_status_") && /^o(n|ff)line$/.test(event))
  );
}

/** Where a message began. Published messages have JSON in their text field, so the key is unique. */
export function originOf({ channel, text, time }: FrameMessage): Origin {
  if (channel.startsWith("track_")) return /^\{"data":"/.test(text) ? "elsewhere" : "here";
  if (channel.startsWith("user_status_")) return time ? "elsewhere" : "here";
  return text.includes('"user_id":') ? "here" : "unknown";
}

/**
 * The data of a `track_*` event. From another node it comes as a text that lacks its closing brace,
 * with the id as a text: gives it the form and the types that it has at home.
 */
export function mendPresence(data: unknown): unknown {
  if (typeof data !== "string") return data;
  const who = parseObject(data) ?? parseObject(data + "}");
  if (!who || !("uuid" in who)) return data;
  return { user_id: toNumber(who.user_id), uuid: toText(who.uuid) };
}

/** Whether two copies may be of one sender: a node that another one has told knows none. */
export function isSameSender(one: { userId: number }, other: { userId: number }): boolean {
  return one.userId === other.userId || !one.userId || !other.userId;
}

/** What two copies of a message may differ in. */
interface Facts {
  userId: number;
  /** In Unix seconds; 0: not known. */
  time: number;
}

/**
 * Whether two messages of equal content may be copies of one.
 * @param nodes how many nodes may have told them.
 */
export function areCopies(one: Facts, other: Facts, nodes: number): boolean {
  const seconds = nodes > 1 ? CLOCKS_DIFFER_S : 0;
  if (one.time && other.time && Math.abs(one.time - other.time) > seconds) return false;
  return nodes > 1 ? isSameSender(one, other) : one.userId === other.userId;
}

/** One answer for the users lists of several nodes: each browser once. */
export function joinUsers(answers: readonly FrameMessage[]): FrameMessage | undefined {
  const [first] = answers;
  if (!first || answers.length < 2) return first;
  const users = new Map<string, unknown>();
  for (const { data } of answers)
    for (const user of listOf(decodeData(data))) {
      const { user_id, uuid } = Object(user) as WireFields;
      users.set(`${toNumber(user_id)} ${toText(uuid)}`, user);
    }
  const data = [...users.values()];
  const { event, marker, channel: pipe } = first;
  return { ...first, data, text: jsonOf({ data, event, marker, pipe }) };
}

/**
 * One log for the logs of several nodes, oldest second first: each message once, with the sender where
 * one log has it. Equal messages are counted: there are as many as one log has.
 */
export function joinLogs(logs: readonly (readonly ChannelMessage[])[]): readonly ChannelMessage[] {
  const [first = [], ...others] = logs;
  const joined = [...first];
  for (const log of others) {
    const left = joined.map((message) => ({ message, content: contentOf(message) }));
    for (const message of log) {
      const content = contentOf(message);
      const same = left.findIndex(
        (one) =>
          one.content === content &&
          Math.abs(one.message.time - message.time) <= CLOCKS_DIFFER_S &&
          isSameSender(one.message, message),
      );
      const [copy] = same < 0 ? [] : left.splice(same, 1);
      if (!copy) joined.push(message);
      else if (!copy.message.userId) joined[joined.indexOf(copy.message)] = message;
    }
  }
  // Sorting keeps the order of those with equal times.
  return joined.sort((one, other) => one.time - other.time);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
