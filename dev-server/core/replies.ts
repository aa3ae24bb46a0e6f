/** Answers and refusals that several commands use. */
import type { Comet } from "./comet";
import type { Member } from "./member";
import { hasChannelLength, hasNameCharacters } from "./names";
import { REFUSALS } from "./texts";
import type { Frame } from "./wire-json";

/** Answers with a frame and the time. */
export function answerWith(comet: Comet, member: Member, frame: Frame): void {
  member.answer({ ...frame, message_send_time: comet.seconds() });
}

/** Answers with a refusal. It has no marker: a client can match it only by its order. */
export function refuse(
  comet: Comet,
  member: Member,
  data: Readonly<Record<string, unknown>>,
): void {
  answerWith(comet, member, { data, event: "error", pipe: "sys" });
}

/** The real server's refusal of a channel name, in every command but `subscription`. */
export function channelRefusal(name: string): string | undefined {
  if (!hasNameCharacters(name)) return REFUSALS.channelCharacters;
  if (!hasChannelLength(name)) return REFUSALS.channelLength;
  return undefined;
}
