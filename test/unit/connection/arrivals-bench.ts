import { afterEach, beforeEach, vi } from "vitest";
import { Arrivals } from "../../../src/connection/arrivals";
import type { FrameMessage } from "../../../src/protocol/messages";
import { messageOf } from "../../support/decode";

/** What the page hears: sender and text of each message. */
let heard: string[];
/** The questions to all nodes: each is called when it is answered. */
export const questions: (() => void)[] = [];
export let arrivals: Arrivals;
/** For how long each shard was silent, in milliseconds. */
export const silences = new Map<number, number>();

/** For the tests of a file: time stands still. */
export function useArrivals(nodes: number, ...shards: number[]): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    open(nodes, shards);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
}

function open(nodes: number, shards: readonly number[]): void {
  heard = [];
  questions.length = 0;
  silences.clear();
  arrivals = new Arrivals(nodes, {
    onMessage: (_, { userId, data }) => heard.push(`${userId} ${String(data)}`),
    silence: (shard) => silences.get(shard) ?? 0,
    askAll: (onAnswered) => questions.push(onAnswered),
  });
  for (const shard of shards) begin(shard);
  vi.advanceTimersByTime(2_000);
}

/** A node is reached, and the list of channels in force there. */
export function begin(shard: number): void {
  arrivals.open(shard);
  arrivals.subscribed(shard, ["web_k", "web_other"]);
}

/** All nodes have answered the oldest question. */
export const answer = () => questions.shift()?.();

export const frame = (fields: object) => messageOf({ event: "e", ...fields }) as FrameMessage;
export const say = (shard: number, data: string, more: object = {}) =>
  arrivals.take(shard, frame({ data, message_send_time: 1, pipe: "web_k", ...more }));
export const SENT = { user_id: 12 };
export const take = () => heard.splice(0);
