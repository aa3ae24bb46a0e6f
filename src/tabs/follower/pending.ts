import { CometError } from "../../api/errors";
import type { CommandId } from "../entries";
import type { Request } from "../link";
import type { ReplayFilter } from "./replay-filter";

/** A command of the outbox. */
export interface Pending {
  id: CommandId;
  request: Request;
  /** For a log: drops messages that were delivered before the connection was lost. */
  replay: ReplayFilter;
  /**
   * - `queued`: only this tab knows of it.
   * - `offered`: the present leader was told, and has not said that it writes it.
   * - `written`: a leader has written it. Until it is settled, it may or may not have arrived.
   */
  state: "queued" | "offered" | "written";
}

/** `length`: characters of the commands. A single command is never too long. */
export interface Size {
  count: number;
  length: number;
}

/** The first of these that are not larger together, and at least one. */
export function firstOf(all: readonly Pending[], { count, length }: Size): Pending[] {
  let left = length;
  const end = all.findIndex((pending, index) => {
    left -= pending.request.command.text.length;
    return index > 0 && (index >= count || left < 0);
  });
  return all.slice(0, end < 0 ? all.length : end);
}

/** A command's id as the key of a set or map. */
export function keyOf({ tab, number }: CommandId): string {
  return tab + number;
}

/** The error of a message that was written, and whose report is lost. */
export function unconfirmed(channel: string): CometError {
  return new CometError("unconfirmed", `Message to ${channel} sent, but not confirmed`, channel);
}
