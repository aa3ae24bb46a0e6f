import { isTrackChannel } from './names.js';
import { publishCommand } from './publish-command.js';
import { refuse, answerWith, channelRefusal } from './replies.js';
import { subscriptionCommand } from './subscription-command.js';
import { REFUSALS, PRESENCE_NOTE } from './texts.js';

const COMMANDS = {
  subscription: subscriptionCommand,
  web_pipe2: publishCommand,
  pipe_log: replayLog,
  pipe_count: countMembers,
  track_pipe_users: listPresence,
  user_data: readUserData,
  user_status: readUserStatus,
  // Accepted and not answered.
  statistics: () => void 0
};
const COMMAND_NAMES = Object.keys(COMMANDS);
function commandName(text) {
  const [first] = text.split("\n", 1);
  return COMMAND_NAMES.find((name) => name === first);
}
function carryOut(comet, member, text) {
  const name = commandName(text);
  if (name) COMMANDS[name](comet, member, text.split("\n").slice(1));
  else member.finish();
}
function replayLog(comet, member, fields) {
  const [channel = ""] = fields;
  const refusal = channelRefusal(channel);
  if (refusal !== void 0) {
    refuse(comet, member, { error: refusal, number_messages: -1 });
    refuse(comet, member, { error: REFUSALS.channelUnusable, number_messages: -1 });
    return;
  }
  if (channel.startsWith("private_") && member.userId === 0) return;
  for (const { event, text, sent, userId } of comet.logs.read(channel)) {
    const author = userId === void 0 ? {} : { user_id: userId };
    member.answer({
      data: text,
      event,
      fromQueue: true,
      message_send_time: sent,
      pipe: channel,
      ...author
    });
  }
}
function countMembers(comet, member, fields) {
  const [channel = "", marker = ""] = fields;
  const refusal = channelRefusal(channel) ?? (/^(web|track)_/.test(channel) ? void 0 : REFUSALS.countPrefix);
  if (refusal !== void 0) {
    refuse(comet, member, { error: refusal, number_messages: -1 });
    return;
  }
  answerWith(comet, member, {
    data: ["user_in_pipe", comet.countMembers(channel)],
    event: "user_in_pipe",
    marker,
    pipe: "_answer_pipe_count"
  });
}
function listPresence(comet, member, fields) {
  const [channel = "", marker = ""] = fields;
  const refusal = channelRefusal(channel) ?? (isTrackChannel(channel) ? void 0 : REFUSALS.presencePrefix);
  if (refusal !== void 0) {
    refuse(comet, member, { error: refusal, user_id: -1 });
    return;
  }
  const data = comet.channels.members(channel).toReversed().map(({ userId, uuid }) => ({ user_id: userId, uuid }));
  answerWith(comet, member, {
    _info: PRESENCE_NOTE,
    data,
    event: "answer",
    marker,
    pipe: "_answer"
  });
}
function readUserData(comet, member, fields) {
  const [marker = "", id = ""] = fields;
  const userId = readUserId(id);
  if (userId === void 0) {
    refuse(comet, member, { error: REFUSALS.userId, user_data: "", user_id: -1 });
    return;
  }
  const data = { user_data: comet.users.dataOf(userId), user_id: userId };
  answerWith(comet, member, { data, event: "answer", marker, pipe: "_answer" });
}
function readUserStatus(comet, member, fields) {
  const userId = readUserId(fields[0] ?? "");
  if (userId === void 0) {
    refuse(comet, member, { error: REFUSALS.userId, user_id: -1 });
    return;
  }
  const seconds = comet.isOnline(userId) ? 0 : comet.users.secondsOffline(userId);
  answerWith(comet, member, {
    data: { data: seconds, last_online_time: seconds },
    event: `user_status_${userId}`,
    pipe: "_answer_user_status"
  });
}
function readUserId(text) {
  return /^\d{1,9}$/.test(text) && Number(text) > 0 ? Number(text) : void 0;
}

export { COMMAND_NAMES, carryOut, commandName };
//# sourceMappingURL=commands.js.map
