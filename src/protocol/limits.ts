/**
 * The server's limits, see docs/protocol.md. `protocol/` describes what is on the wire, as pure
 * functions of text: it knows no sockets, tabs, timers or browser objects.
 */

/** Channels of one connection; the server ignores further ones. */
export const SHARD_CHANNELS = 32;

/**
 * Connections of this client to one node. The server sends private messages to no more than 16
 * connections of a user: this leaves some for other browsers, and for two leaders that overlap.
 */
export const MAX_SHARDS = 10;

/** Channels of all tabs together. */
export const MAX_CHANNELS = SHARD_CHANNELS * MAX_SHARDS;

/** Bytes of a command (the server closes on a longer one), and of a frame from the server. */
export const MAX_FRAME_BYTES = 65_535;

/**
 * Characters of a marker. The server damages frames of 123 to 125 bytes; with a marker of 22
 * characters or more every answer is longer.
 */
export const MARKER_LENGTH = 24;

/** User ids, as text. */
export const USER_ID = /^[1-9]\d{0,8}$/;
export const USER_ID_RULE = "it is a number of 1 to 9 digits";

/** Length of a text in UTF-8, its encoding on the wire. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/**
 * Bytes that a published JSON text takes in the frame that delivers it: the server escapes it as
 * MySQL does, then as a JSON string. A quote or a backslash becomes four bytes, an apostrophe three.
 */
export function deliveredLength(json: string): number {
  return utf8Length(json.replace(/["\\]/g, "1234").replace(/'/g, "123"));
}
