/** `subscription`: replaces the list of the connection's channels. */
import type { Comet } from "./comet";
import type { Member } from "./member";
import { isChannelName } from "./names";
import { refuse } from "./replies";
import { REFUSALS } from "./texts";

/** The real server takes no more channels on one connection. */
const MAX_CHANNELS = 32;

/**
 * Only longer names get an error. In the recordings a name of 64 characters gets no answer,
 * although it cannot be joined.
 */
const MAX_SILENT_LENGTH = 64;

export function subscriptionCommand(comet: Comet, member: Member, fields: readonly string[]): void {
  const end = fields.findIndex((name) => !isTaken(name, member));
  const names = end < 0 ? fields : fields.slice(0, end);
  comet.subscribe(member, names.slice(0, MAX_CHANNELS));
  const refused = fields[end];
  if (names.length > MAX_CHANNELS) refuseName(comet, member, REFUSALS.tooManyChannels);
  else if (refused !== undefined && refused.length > MAX_SILENT_LENGTH) {
    refuseName(comet, member, REFUSALS.channelTooLong);
  }
}

/**
 * The first name that is not accepted ends the list. Recordings show this for an empty name and for a
 * `private_*` channel of an anonymous visitor; for other names it is assumed.
 */
function isTaken(name: string, member: Member): boolean {
  return isChannelName(name) && !(name.startsWith("private_") && member.userId === 0);
}

function refuseName(comet: Comet, member: Member, error: string): void {
  refuse(comet, member, { code: "403", error });
}
