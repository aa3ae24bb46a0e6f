const SHARD_CHANNELS = 32;
const MAX_SHARDS = 10;
const MAX_CHANNELS = SHARD_CHANNELS * MAX_SHARDS;
const MAX_FRAME_BYTES = 65535;
const MARKER_LENGTH = 24;
const USER_ID = /^[1-9]\d{0,8}$/;
const USER_ID_RULE = "it is a number of 1 to 9 digits";
function utf8Length(text) {
  return new TextEncoder().encode(text).length;
}
function deliveredLength(json) {
  return utf8Length(json.replace(/["\\]/g, "1234").replace(/'/g, "123"));
}

export { MARKER_LENGTH, MAX_CHANNELS, MAX_FRAME_BYTES, MAX_SHARDS, SHARD_CHANNELS, USER_ID, USER_ID_RULE, deliveredLength, utf8Length };
//# sourceMappingURL=limits.js.map
