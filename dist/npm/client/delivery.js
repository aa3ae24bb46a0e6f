function isPrivate(message) {
  return message.kind === "channel" && message.channel === "msg";
}
function isQueued(message) {
  return isPrivate(message) && message.history;
}
function delivered(message, data) {
  const { userId, channel, event, history, marker, uuid } = message;
  return { data, server_info: { user_id: userId, pipe: channel, event, history, marker, uuid } };
}

export { delivered, isPrivate, isQueued };
//# sourceMappingURL=delivery.js.map
