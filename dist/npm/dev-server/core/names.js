const MIN_CHANNEL_LENGTH = 2;
const MAX_CHANNEL_LENGTH = 63;
const MAX_EVENT_LENGTH = 64;
const CHANNEL_RULE = `${MIN_CHANNEL_LENGTH} to ${MAX_CHANNEL_LENGTH} characters of A-Z a-z 0-9 _ -`;
const EVENT_RULE = `at most ${MAX_EVENT_LENGTH} characters of A-Z a-z 0-9 _ -`;
function hasNameCharacters(name) {
  return /^[A-Za-z0-9_-]*$/.test(name);
}
function hasChannelLength(name) {
  return name.length >= MIN_CHANNEL_LENGTH && name.length <= MAX_CHANNEL_LENGTH;
}
function isChannelName(name) {
  return hasChannelLength(name) && hasNameCharacters(name);
}
function isEventName(name) {
  return name.length <= MAX_EVENT_LENGTH && hasNameCharacters(name);
}
function isTrackChannel(name) {
  return name.startsWith("track_");
}

export { CHANNEL_RULE, EVENT_RULE, MAX_CHANNEL_LENGTH, MAX_EVENT_LENGTH, MIN_CHANNEL_LENGTH, hasChannelLength, hasNameCharacters, isChannelName, isEventName, isTrackChannel };
//# sourceMappingURL=names.js.map
