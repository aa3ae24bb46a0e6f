function isQueued(message) {
  return message.kind === "channel" && message.history && message.channel === "msg";
}
function delivered(message, data) {
  const { userId, channel, event, history, marker, uuid } = message;
  return { data, server_info: { user_id: userId, pipe: channel, event, history, marker, uuid } };
}

export { delivered, isQueued };
//# sourceMappingURL=delivery.js.map
