import { jsonOf } from './payload.js';

function queueFrame({ data, event, userId, marker, uuid }) {
  const frame = { data, event, user_id: userId, marker, uuid, fromQueue: true };
  return jsonOf(frame);
}

export { queueFrame };
//# sourceMappingURL=queue-frame.js.map
