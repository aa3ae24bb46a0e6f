import { escapeLiteral } from './escape.js';
import { hasNameCharacters, MAX_EVENT_LENGTH } from './names.js';
import { refuse, channelRefusal, answerWith } from './replies.js';
import { REFUSALS } from './texts.js';

function publishCommand(comet, member, fields) {
  const [name = "", event = "", authType = "", ...lines] = fields;
  const isUnsigned = name.startsWith("@web_");
  const channel = isUnsigned ? name.slice(1) : name;
  const refusal = refuseChannel(channel, member) ?? refuseEvent(event) ?? refuseAuthType(authType);
  if (refusal) {
    refuse(comet, member, refusal);
    return;
  }
  const text = lines.join("\n");
  const message = escapeLiteral(text);
  const sender = { member, userId: isUnsigned ? 0 : member.userId };
  const spread = comet.publish({ channel, event, text: message, logText: text, sender });
  if (spread) report(comet, member, channel, { message, number_messages: spread.counted });
}
function report(comet, member, channel, data) {
  answerWith(comet, member, { data, event: "answer", pipe: `_answer_to_${channel}` });
}
function refuseChannel(channel, member) {
  const error = channelRefusal(channel) ?? rightsRefusal(channel, member);
  return error === void 0 ? void 0 : { error, number_messages: -1 };
}
function rightsRefusal(channel, member) {
  if (channel.startsWith("web_")) return void 0;
  if (!channel.startsWith("webauth_")) return REFUSALS.publishPrefix;
  return member.userId === 0 ? REFUSALS.publishAnonymous : void 0;
}
function refuseEvent(event) {
  if (!hasNameCharacters(event)) return { error: REFUSALS.eventCharacters };
  return event.length > MAX_EVENT_LENGTH ? { error: REFUSALS.eventLength } : void 0;
}
function refuseAuthType(authType) {
  return authType === "" ? { error: REFUSALS.authType, number_messages: -1 } : void 0;
}

export { publishCommand };
//# sourceMappingURL=publish-command.js.map
