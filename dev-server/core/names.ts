/** The rules for the names of channels and events. */

export const MIN_CHANNEL_LENGTH = 2;
export const MAX_CHANNEL_LENGTH = 63;
export const MAX_EVENT_LENGTH = 64;

export const CHANNEL_RULE = `${MIN_CHANNEL_LENGTH} to ${MAX_CHANNEL_LENGTH} characters of A-Z a-z 0-9 _ -`;
export const EVENT_RULE = `at most ${MAX_EVENT_LENGTH} characters of A-Z a-z 0-9 _ -`;

export function hasNameCharacters(name: string): boolean {
  return /^[A-Za-z0-9_-]*$/.test(name);
}

export function hasChannelLength(name: string): boolean {
  return name.length >= MIN_CHANNEL_LENGTH && name.length <= MAX_CHANNEL_LENGTH;
}

export function isChannelName(name: string): boolean {
  return hasChannelLength(name) && hasNameCharacters(name);
}

/** An empty name is valid: a message without an event has it. */
export function isEventName(name: string): boolean {
  return name.length <= MAX_EVENT_LENGTH && hasNameCharacters(name);
}

export function isTrackChannel(name: string): boolean {
  return name.startsWith("track_");
}
