function queueFrame({ data, event, userId, marker, uuid }) {
  const frame = { data, event, user_id: userId, marker, uuid, fromQueue: true };
  try {
    return JSON.stringify(frame);
  } catch {
    return "";
  }
}

export { queueFrame };
//# sourceMappingURL=queue-frame.js.map
