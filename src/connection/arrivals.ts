import { isPresence, originOf } from "../protocol/cluster";
import type { Command } from "../protocol/commands";
import { published } from "../protocol/echo";
import { contentOf } from "../protocol/identity";
import type { FrameMessage } from "../protocol/messages";
import { Copies, OPENING_MS, type Copy, type Heard } from "./copies";
import { Lane } from "./lane";
import { NodePresence } from "./node-presence";
import { placeOf } from "./places";

/** How long a message may wait for the copy that names its sender. */
const PATIENCE_MS = 250;

/** How many events are kept in case that their own node does not tell them: more are forgotten. */
const MAX_PASSED_ON = 1_000;

export interface ArrivalEvents {
  /** A message is new. */
  onMessage(shard: number, message: FrameMessage): void;
  /** Milliseconds since a shard was heard last. */
  silence(shard: number): number;
  /** Calls `onAnswered` when all nodes have sent what they have heard by now. */
  askAll(onAnswered: () => void): void;
}

/**
 * Makes one stream of what several shards hear. Every shard of a node hears private messages; every
 * node hears what is published on one of them, but only that one tells the sender, and perhaps not
 * first: so a published message without a sender waits, and the channel's later ones behind it, until
 * the other nodes have answered a fence. So does what a node tells of a channel whose list has just come
 * into force there: another node may have heard what came before.
 */
export class Arrivals {
  private readonly _copies = new Copies();
  private readonly _presence: NodePresence;
  /** What nodes have told of visitors of others, which were to tell it, too. */
  private readonly _passedOn: { shard: number; message: FrameMessage; at: number }[] = [];
  /** Of each open shard: since when it has heard a channel, in milliseconds. */
  private readonly _open = new Map<number, ReadonlyMap<string, number>>();
  private readonly _lanes = new Map<string, Lane>();
  /** The question that all nodes are to answer; `undefined`: none is open. */
  private _asked:
    { at: number; timer: ReturnType<typeof setTimeout>; goOn: () => void } | undefined;

  /** @param _nodes how many there are: shard and node agree by this modulus. */
  constructor(
    private readonly _nodes: number,
    private readonly _events: ArrivalEvents,
  ) {
    this._presence = new NodePresence(_nodes);
  }

  open(shard: number): void {
    this._open.set(shard, new Map());
    this._copies.open(shard);
  }

  /** A list of channels is in force. Returns whether it is the shard's first one. */
  subscribed(shard: number, channels: readonly string[]): boolean {
    const now = performance.now();
    const known = this._open.get(shard);
    this._open.set(shard, new Map(channels.map((name) => [name, known?.get(name) ?? now])));
    return !known?.size;
  }

  /** Returns whether the shard was open. */
  close(shard: number): boolean {
    const wasOpen = this._open.delete(shard);
    this._copies.close(shard);
    const node = shard % this._nodes;
    const isHeard = [...this._open.keys()].some((other) => other % this._nodes === node);
    if (!isHeard) this._presence.close(node);
    this._takePassedOn(shard);
    return wasOpen;
  }

  take(shard: number, message: FrameMessage): void {
    const { kind, channel } = message;
    // A report, an answer or an error concerns the shard's own commands.
    if (kind !== "channel") this._events.onMessage(shard, message);
    else if (channel === "msg") this._takePrivate(shard, message);
    else if (this._nodes === 1) this._takeOnly(shard, message);
    else if (isPresence(message)) this._takePresence(shard, message);
    else this._takePublished(shard, message);
  }

  /**
   * A command is written to a shard. The server does not send a message back to the connection that
   * publishes it, but other connections of this browser may hear it. Returns a function to call if the
   * message is refused.
   * @param place that of the shards that carry the command's channel.
   */
  publish(shard: number, command: Command, place: number): () => void {
    const content = contentOf(published(command));
    // Another node does not tell the sender, another shard of the same node does.
    const copy: Copy = { content, time: 0, origin: this._nodes > 1 ? "here" : "unknown" };
    const heard = this._copies.add(copy, this._others(shard, place));
    return () => this._copies.remove(heard);
  }

  /** Shards of different nodes with the same place carry the same channels. */
  private _placeOf(shard: number): number {
    return placeOf(shard, this._nodes);
  }

  /** Chooses the shards of a place, but this one. */
  private _others(shard: number, place: number): (other: number) => boolean {
    return (other) => other !== shard && this._placeOf(other) === place;
  }

  /** The nodes that send this channel. */
  private _nodesOf(channel: string): number[] {
    const shards = [...this._open].filter(([, channels]) => channels.has(channel));
    return shards.map(([shard]) => shard % this._nodes);
  }

  /** All shards of a node hear it, and no other node does. */
  private _takePrivate(shard: number, message: FrameMessage): void {
    const copy: Copy = { content: contentOf(message), time: message.time, origin: "unknown" };
    if (this._copies.find(shard, copy)) return;
    const isBeside = (other: number) =>
      other !== shard && other % this._nodes === shard % this._nodes;
    this._copies.add(copy, isBeside);
    this._events.onMessage(shard, message);
  }

  /** One node: each channel is on one shard. Only a message of this browser's may come back. */
  private _takeOnly(shard: number, message: FrameMessage): void {
    const isOwn = this._copies.size > 0 && this._copies.find(shard, copyOf(message));
    if (!isOwn) this._events.onMessage(shard, message);
  }

  private _takePresence(shard: number, message: FrameMessage): void {
    const open = this._nodesOf(message.channel);
    if (this._presence.isNews(shard % this._nodes, message, open))
      this._events.onMessage(shard, message);
    else if (open.length === this._nodes && originOf(message) === "elsewhere") {
      this._passedOn.push({ shard, message, at: performance.now() });
      this._passedOn.splice(0, this._passedOn.length - MAX_PASSED_ON);
    }
  }

  /** A shard has ended, perhaps long ago: then it has not told what the others have passed on since. */
  private _takePassedOn(lost: number): void {
    const since = performance.now() - this._events.silence(lost) - OPENING_MS;
    const isBeside = this._others(lost, this._placeOf(lost));
    for (const { shard, message, at } of [...this._passedOn])
      if (at >= since && isBeside(shard)) this._takePresence(shard, message);
  }

  private _takePublished(shard: number, message: FrameMessage): void {
    const copy = copyOf(message);
    const known = this._copies.find(shard, copy);
    if (known) return this._takeCopy(shard, known, message, copy);
    const heard = this._copies.add(copy, this._others(shard, this._placeOf(shard)));
    const { channel } = message;
    const lane = this._lanes.get(channel) ?? new Lane();
    const isFirst = copy.origin === "here" && this._hasHeard(shard, channel);
    const isDue = isFirst || !heard.awaited.size;
    if (isDue && lane.isEmpty) return this._events.onMessage(shard, message);
    this._lanes.set(channel, lane);
    lane.add(shard, message, heard, isDue);
    this._release(channel);
    this._askSoon();
  }

  /** Whether the shard has heard the channel for so long that no other one knows earlier messages. */
  private _hasHeard(shard: number, channel: string): boolean {
    const since = this._open.get(shard)?.get(channel) ?? Infinity;
    return performance.now() - since >= OPENING_MS;
  }

  /** A copy may name the sender; and if it is the last one, no better one comes. */
  private _takeCopy(shard: number, heard: Heard, message: FrameMessage, { origin }: Copy): void {
    const { channel } = message;
    const waiting = this._lanes.get(channel)?.addCopy(shard, heard);
    if (origin === "here") {
      heard.origin = "here";
      if (waiting) waiting.message = message;
    }
    if (!waiting) return;
    const isFirst = origin === "here" && this._hasHeard(shard, channel);
    if (isFirst || !heard.awaited.size) waiting.isDue = true;
    this._release(channel);
  }

  /**
   * All nodes have sent what they have heard by now: nothing waits any longer.
   * @param channel absent: all channels.
   */
  flush(channel?: string): void {
    for (const name of channel === undefined ? [...this._lanes.keys()] : [channel]) {
      for (const one of this._lanes.get(name)?.open ?? []) one.isDue = true;
      this._release(name);
    }
  }

  private _release(channel: string): void {
    const lane = this._lanes.get(channel);
    const due = lane?.takeDue() ?? [];
    if (lane?.isEmpty) this._lanes.delete(channel);
    for (const { shard, message } of due) this._events.onMessage(shard, message);
  }

  /** Asks all nodes for what they have, once for all messages that wait. */
  private _askSoon(): void {
    // A hidden tab's timers may be a minute late.
    if (this._asked && performance.now() - this._asked.at >= PATIENCE_MS) this._asked.goOn();
    if (this._asked) return;
    const waiting = [...this._lanes.values()].flatMap(({ open }) => open);
    if (!waiting.length) return;
    const goOn = () => {
      // The answer may come after the time is up.
      if (this._asked !== asked) return;
      this._endQuestion();
      for (const one of waiting) one.isDue = true;
      for (const channel of [...this._lanes.keys()]) this._release(channel);
      this._askSoon();
    };
    // A node that hangs must not hold up the others.
    const timer = setTimeout(goOn, PATIENCE_MS);
    const asked = (this._asked = { at: performance.now(), timer, goOn });
    this._events.askAll(goOn);
  }

  private _endQuestion(): void {
    clearTimeout(this._asked?.timer);
    this._asked = undefined;
  }

  /** The connection has ended: no copy comes any more, so nothing waits any longer. */
  end(): void {
    this._endQuestion();
    this.flush();
  }
}

function copyOf(message: FrameMessage): Copy {
  return { content: contentOf(message), time: message.time, origin: originOf(message) };
}
