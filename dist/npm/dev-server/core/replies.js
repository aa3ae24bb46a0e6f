import { hasNameCharacters, hasChannelLength } from './names.js';
import { REFUSALS } from './texts.js';

function answerWith(comet, member, frame) {
  member.answer({ ...frame, message_send_time: comet.seconds() });
}
function refuse(comet, member, data) {
  answerWith(comet, member, { data, event: "error", pipe: "sys" });
}
function channelRefusal(name) {
  if (!hasNameCharacters(name)) return REFUSALS.channelCharacters;
  if (!hasChannelLength(name)) return REFUSALS.channelLength;
  return void 0;
}

export { answerWith, channelRefusal, refuse };
//# sourceMappingURL=replies.js.map
