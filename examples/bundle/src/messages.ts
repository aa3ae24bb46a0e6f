/** The messages on the channels of this app: types for the compiler, checks for run time. */
import type { TrackEvents } from "comet-server-api";

/** A place to have lunch. */
export interface Place {
  id: string;
  name: string;
}

export interface Vote {
  /** Identifies the voter's browser. */
  voter: string;
  /** The id of a place; `null` takes a vote back. */
  place: string | null;
  /** Milliseconds since 1970. Only the last vote of a voter counts. */
  time: number;
}

/** TypeScript rejects every other channel, event or payload. */
export interface Channels {
  web_lunch: { place: Place; vote: Vote };
  track_lunch: TrackEvents;
}

// Types cannot check what comes from the network, where any visitor may publish anything.

export function isPlace(data: unknown): data is Place {
  const { id, name } = Object(data) as Partial<Place>;
  return typeof id === "string" && typeof name === "string";
}

export function isVote(data: unknown): data is Vote {
  const { voter, place, time } = Object(data) as Partial<Vote>;
  const isChoice = place === null || typeof place === "string";
  return typeof voter === "string" && isChoice && typeof time === "number";
}
