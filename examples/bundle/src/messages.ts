/** What is said on the channels of this app, for the compiler and at run time. */
import type { TrackEvents } from "comet-server-api";

/** Somewhere to have lunch. */
export interface Place {
  id: string;
  name: string;
}

export interface Vote {
  /** Identifies the voter's browser. */
  voter: string;
  /** The id of a place; `null` takes a vote back. */
  place: string | null;
  /** Milliseconds since 1970. Of several votes of a voter the last one counts. */
  time: number;
}

/** Another channel, event or payload than these is an error of the compiler. */
export interface Channels {
  web_lunch: { place: Place; vote: Vote };
  track_lunch: TrackEvents;
}

// Types end at the network: whoever is here may publish anything.

export function isPlace(data: unknown): data is Place {
  const { id, name } = Object(data) as Partial<Place>;
  return typeof id === "string" && typeof name === "string";
}

export function isVote(data: unknown): data is Vote {
  const { voter, place, time } = Object(data) as Partial<Vote>;
  const isChoice = place === null || typeof place === "string";
  return typeof voter === "string" && isChoice && typeof time === "number";
}
