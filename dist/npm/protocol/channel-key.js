import { checked } from '../api/errors.js';

const CHANNEL_RULE = "it has 2 to 63 characters out of A-Z a-z 0-9 _ -";
const CHANNEL_NAME = /^[\w-]{2,63}$/;
function channelName(name) {
  return checked("channel", name, CHANNEL_NAME, CHANNEL_RULE);
}
function bareName(channel) {
  return channel.replace("@", "");
}
function reportChannel(channel) {
  return "_answer_to_" + bareName(channel);
}
function parseKey(key) {
  if (key === "") return { channel: void 0, event: void 0 };
  const pattern = /^(#|_?answer_to_)?@?([\w-]{2,63})(?:\.([^]*))?$/;
  const text = checked("subscription key", key, pattern, CHANNEL_RULE);
  const [, isReport, channel, event] = pattern.exec(text);
  return {
    channel: isReport ? reportChannel(channel) : channel,
    event: event || void 0
  };
}
function isLocal(channel) {
  return /^(msg$|sys$|_answer)/.test(channel);
}

export { CHANNEL_NAME, CHANNEL_RULE, bareName, channelName, isLocal, parseKey, reportChannel };
//# sourceMappingURL=channel-key.js.map
