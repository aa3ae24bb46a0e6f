/** The commands of a client, and the real server's answer to each (docs/protocol.md, 7). */
import type { Comet } from "./comet";
import type { Member } from "./member";
import { isTrackChannel } from "./names";
import { publishCommand } from "./publish-command";
import { answerWith, channelRefusal, refuse } from "./replies";
import { subscriptionCommand } from "./subscription-command";
import { PRESENCE_NOTE, REFUSALS } from "./texts";
import type { CommandName } from "./types";

type Command = (comet: Comet, member: Member, fields: readonly string[]) => void;

const COMMANDS: Readonly<Record<CommandName, Command>> = {
  subscription: subscriptionCommand,
  web_pipe2: publishCommand,
  pipe_log: replayLog,
  pipe_count: countMembers,
  track_pipe_users: listPresence,
  user_data: readUserData,
  user_status: readUserStatus,
  // Accepted and not answered.
  statistics: () => undefined,
};

export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];

/** The name at the beginning of a command's text; undefined if the server does not know it. */
export function commandName(text: string): CommandName | undefined {
  const [first] = text.split("\n", 1);
  return COMMAND_NAMES.find((name) => name === first);
}

/** An unknown or empty command closes the connection without an answer. */
export function carryOut(comet: Comet, member: Member, text: string): void {
  const name = commandName(text);
  if (name) COMMANDS[name](comet, member, text.split("\n").slice(1));
  else member.finish();
}

/** The marker is not echoed and there is no end mark. */
function replayLog(comet: Comet, member: Member, fields: readonly string[]): void {
  const [channel = ""] = fields;
  const refusal = channelRefusal(channel);
  if (refusal !== undefined) {
    // The real server answers twice: when it reads the name, and when it would use it.
    refuse(comet, member, { error: refusal, number_messages: -1 });
    refuse(comet, member, { error: REFUSALS.channelUnusable, number_messages: -1 });
    return;
  }
  if (channel.startsWith("private_") && member.userId === 0) return;
  for (const { event, text, sent, userId } of comet.logs.read(channel)) {
    const author = userId === undefined ? {} : { user_id: userId };
    member.answer({
      data: text,
      event,
      fromQueue: true,
      message_send_time: sent,
      pipe: channel,
      ...author,
    });
  }
}

function countMembers(comet: Comet, member: Member, fields: readonly string[]): void {
  const [channel = "", marker = ""] = fields;
  const refusal =
    channelRefusal(channel) ?? (/^(web|track)_/.test(channel) ? undefined : REFUSALS.countPrefix);
  if (refusal !== undefined) {
    refuse(comet, member, { error: refusal, number_messages: -1 });
    return;
  }
  answerWith(comet, member, {
    data: ["user_in_pipe", comet.countMembers(channel)],
    event: "user_in_pipe",
    marker,
    pipe: "_answer_pipe_count",
  });
}

/** The member that joined last comes first. */
function listPresence(comet: Comet, member: Member, fields: readonly string[]): void {
  const [channel = "", marker = ""] = fields;
  const refusal =
    channelRefusal(channel) ?? (isTrackChannel(channel) ? undefined : REFUSALS.presencePrefix);
  if (refusal !== undefined) {
    refuse(comet, member, { error: refusal, user_id: -1 });
    return;
  }
  const data = comet.channels
    .members(channel)
    .toReversed()
    .map(({ userId, uuid }) => ({ user_id: userId, uuid }));
  answerWith(comet, member, {
    _info: PRESENCE_NOTE,
    data,
    event: "answer",
    marker,
    pipe: "_answer",
  });
}

function readUserData(comet: Comet, member: Member, fields: readonly string[]): void {
  const [marker = "", id = ""] = fields;
  const userId = readUserId(id);
  if (userId === undefined) {
    refuse(comet, member, { error: REFUSALS.userId, user_data: "", user_id: -1 });
    return;
  }
  const data = { user_data: comet.users.dataOf(userId), user_id: userId };
  answerWith(comet, member, { data, event: "answer", marker, pipe: "_answer" });
}

function readUserStatus(comet: Comet, member: Member, fields: readonly string[]): void {
  const userId = readUserId(fields[0] ?? "");
  if (userId === undefined) {
    refuse(comet, member, { error: REFUSALS.userId, user_id: -1 });
    return;
  }
  const seconds = comet.isOnline(userId) ? 0 : comet.users.secondsOffline(userId);
  answerWith(comet, member, {
    data: { data: seconds, last_online_time: seconds },
    event: `user_status_${userId}`,
    pipe: "_answer_user_status",
  });
}

function readUserId(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}
