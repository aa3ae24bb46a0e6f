import { isChannelName } from './names.js';
import { refuse } from './replies.js';
import { REFUSALS } from './texts.js';

const MAX_CHANNELS = 32;
const MAX_SILENT_LENGTH = 64;
function subscriptionCommand(comet, member, fields) {
  const end = fields.findIndex((name) => !isTaken(name, member));
  const names = end < 0 ? fields : fields.slice(0, end);
  comet.subscribe(member, names.slice(0, MAX_CHANNELS));
  const refused = fields[end];
  if (names.length > MAX_CHANNELS) refuseName(comet, member, REFUSALS.tooManyChannels);
  else if (refused !== void 0 && refused.length > MAX_SILENT_LENGTH) {
    refuseName(comet, member, REFUSALS.channelTooLong);
  }
}
function isTaken(name, member) {
  return isChannelName(name) && !(name.startsWith("private_") && member.userId === 0);
}
function refuseName(comet, member, error) {
  refuse(comet, member, { code: "403", error });
}

export { subscriptionCommand };
//# sourceMappingURL=subscription-command.js.map
