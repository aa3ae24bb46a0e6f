/**
 * Every text that the real server (CppComet community 4.09) puts on the wire, with its spelling.
 */

export const SERVER_NAME = "CppComet community 4.09 (AGPL license)";

/** The value of `api_data`, which clients that announce a version below 4 get in every frame. */
export const OLD_API_NOTE = "for major_version < 4";

export const PRESENCE_NOTE = "answer for track_pipe_users";

/** Answers to a malformed request line. Then the connection is closed. */
export const HANDSHAKE_ERRORS = {
  401: "Error code 401(Invalid request, the user ID can not be found)",
  406: "Error code 406(Invalid request, no public key found [1])",
  418: "Error code 418(Invalid request Not assigned client api version)\n",
} as const;

export const CLOSED_INFO = "Closed due to error. See last message.";

export const REFUSALS = {
  channelCharacters: "The channel name can only contain characters A-Za-z0-9_-",
  channelLength: "Invalid pipe name length",
  channelUnusable: "Invalid channel name.",
  channelTooLong: "Channel name is too long",
  tooManyChannels: "Too many letters",
  eventCharacters: "The event name can only contain characters A-Za-z0-9_-",
  /** No recording shows this one; it follows the text for channels. */
  eventLength: "Invalid event name length",
  authType: "Invalid value auth_type",
  publishPrefix: "[pipe_msg2] Invalid channel name. The channel should begin with web_",
  publishAnonymous:
    "[webauth_pipe_msg2] Invalid user auth. In to channel with name like webauth_* can not send messages anonim users",
  countPrefix: "[pipe_count] Invalid channel name. The channel should start with web_",
  presencePrefix: "[track_pipe_users] Invalid channel name. The channel should start with track_",
  userId: "Invalid user id",
} as const;
