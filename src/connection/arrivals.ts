import { isPresence, originOf } from "../protocol/cluster";
import type { Command } from "../protocol/commands";
import { published } from "../protocol/echo";
import { contentOf } from "../protocol/identity";
import type { FrameMessage } from "../protocol/messages";
import { Copies, type Copy, type Heard } from "./copies";
import { NodePresence } from "./node-presence";

/** How long a message may wait for the copy that names its sender. */
const PATIENCE_MS = 250;

/** What this browser has published may come back by another shard for so long. */
const OWN_MS = 5_000;

/** A message that waits for its sender, or behind one that does. */
interface Waiting {
  shard: number;
  message: FrameMessage;
  heard: Heard;
  isDue: boolean;
}

export interface ArrivalEvents {
  /** A message is new. */
  onMessage(shard: number, message: FrameMessage): void;
  /** Calls `onAnswered` when all nodes have sent what they have heard by now. */
  askAll(onAnswered: () => void): void;
}

/**
 * Makes one stream of what several shards hear. Every shard of a node hears private messages; every
 * node hears what is published on one of them, but only that one tells the sender, and perhaps not
 * first: so a published message without a sender waits, and the channel's later ones behind it, until
 * the other nodes have answered a fence.
 */
export class Arrivals {
  private readonly _copies = new Copies();
  private readonly _presence: NodePresence;
  private readonly _open = new Set<number>();
  private readonly _waiting = new Map<string, Waiting[]>();
  /** The question that all nodes are to answer; `undefined`: none is open. */
  private _asked: { timer: ReturnType<typeof setTimeout> } | undefined;

  /** @param _nodes how many there are: shard and node agree by this modulus. */
  constructor(
    private readonly _nodes: number,
    private readonly _events: ArrivalEvents,
  ) {
    this._presence = new NodePresence(_nodes);
  }

  open(shard: number): void {
    this._open.add(shard);
    this._copies.open(shard);
  }

  close(shard: number): void {
    this._open.delete(shard);
    this._copies.close(shard);
    const node = shard % this._nodes;
    const isHeard = [...this._open].some((other) => other % this._nodes === node);
    if (!isHeard) this._presence.close(node);
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
    const heard = this._copies.add(copy, this._others(shard, place), OWN_MS);
    return () => this._copies.remove(heard);
  }

  /** Shards of different nodes with the same place carry the same channels. */
  private _placeOf(shard: number): number {
    return Math.floor(shard / this._nodes);
  }

  /** Chooses the shards of a place, but this one. */
  private _others(shard: number, place: number): (other: number) => boolean {
    return (other) => other !== shard && this._placeOf(other) === place;
  }

  /** The nodes that can be heard at this place. */
  private _openNodes(place: number): number[] {
    const open = [...this._open].filter((shard) => this._placeOf(shard) === place);
    return open.map((shard) => shard % this._nodes);
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
    const isOwn = !this._copies.isEmpty && this._copies.find(shard, copyOf(message));
    if (!isOwn) this._events.onMessage(shard, message);
  }

  private _takePresence(shard: number, message: FrameMessage): void {
    const open = this._openNodes(this._placeOf(shard));
    if (this._presence.isNews(shard % this._nodes, message, open))
      this._events.onMessage(shard, message);
  }

  private _takePublished(shard: number, message: FrameMessage): void {
    const copy = copyOf(message);
    const known = this._copies.find(shard, copy);
    if (known) return this._takeCopy(known, message, copy);
    const heard = this._copies.add(copy, this._others(shard, this._placeOf(shard)));
    const queue = this._waiting.get(message.channel) ?? [];
    const isDue = copy.origin === "here" || !heard.missing.size;
    if (isDue && !queue.length) return this._events.onMessage(shard, message);
    // What this shard has yet to bring comes after this message, though another shard was sooner.
    const at = queue.map(({ heard: { missing } }) => missing.has(shard)).lastIndexOf(false) + 1;
    queue.splice(at, 0, { shard, message, heard, isDue });
    this._waiting.set(message.channel, queue);
    this._release(message.channel);
    this._askSoon();
  }

  /** A copy may name the sender; and if it is the last one, no better one comes. */
  private _takeCopy(heard: Heard, message: FrameMessage, { origin }: Copy): void {
    const { channel } = message;
    const waiting = this._waiting.get(channel)?.find((one) => one.heard === heard);
    if (origin === "here") {
      heard.origin = "here";
      if (waiting) waiting.message = message;
    }
    if (!waiting || (heard.origin !== "here" && heard.missing.size)) return;
    waiting.isDue = true;
    this._release(channel);
  }

  /**
   * All nodes have sent what they have heard by now: nothing waits any longer.
   * @param channel absent: all channels.
   */
  flush(channel?: string): void {
    for (const name of channel === undefined ? [...this._waiting.keys()] : [channel]) {
      for (const one of this._waiting.get(name) ?? []) one.isDue = true;
      this._release(name);
    }
  }

  private _release(channel: string): void {
    const queue = this._waiting.get(channel) ?? [];
    const first = queue.findIndex(({ isDue }) => !isDue);
    const due = first < 0 ? queue : queue.slice(0, first);
    if (due.length === queue.length) this._waiting.delete(channel);
    else this._waiting.set(channel, queue.slice(due.length));
    for (const { shard, message } of due) this._events.onMessage(shard, message);
  }

  /** Asks all nodes for what they have, once for all messages that wait. */
  private _askSoon(): void {
    if (this._asked) return;
    const waiting = [...this._waiting.values()].flat().filter(({ isDue }) => !isDue);
    if (!waiting.length) return;
    const goOn = () => {
      // The answer may come after the time is up.
      if (this._asked !== asked) return;
      this._endQuestion();
      for (const one of waiting) one.isDue = true;
      for (const channel of [...this._waiting.keys()]) this._release(channel);
      this._askSoon();
    };
    // A node that hangs must not hold up the others.
    const asked = (this._asked = { timer: setTimeout(goOn, PATIENCE_MS) });
    this._events.askAll(goOn);
  }

  private _endQuestion(): void {
    clearTimeout(this._asked?.timer);
    this._asked = undefined;
  }

  /** The connection has ended: what waits is not told any more. */
  end(): void {
    this._waiting.clear();
    this._endQuestion();
  }
}

function copyOf(message: FrameMessage): Copy {
  return { content: contentOf(message), time: message.time, origin: originOf(message) };
}
