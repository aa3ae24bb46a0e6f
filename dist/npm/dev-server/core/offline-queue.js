import { InputError } from './input.js';

class OfflineQueue {
  constructor(limits) {
    this.limits = limits;
    this.waiting = /* @__PURE__ */ new Map();
  }
  /** @throws InputError if messages wait for too many users. */
  add(userId, message) {
    const { maxUsers, maxQueuedMessages } = this.limits;
    const messages = this.waiting.get(userId) ?? [];
    if (messages.length === 0 && this.waiting.size >= maxUsers) {
      throw new InputError("user id", userId, `one of at most ${maxUsers} users (maxUsers)`);
    }
    this.waiting.set(userId, [...messages, message].slice(-maxQueuedMessages));
  }
  /**
   * Returns the messages for a user who connects. As the real server does, deletes only messages
   * that are older than the current second: the user's next connection gets the others again.
   */
  take(userId, nowSeconds) {
    const messages = this.waiting.get(userId) ?? [];
    const kept = messages.filter((message) => message.sent >= nowSeconds);
    if (kept.length > 0) this.waiting.set(userId, kept);
    else this.waiting.delete(userId);
    return messages;
  }
}

export { OfflineQueue };
//# sourceMappingURL=offline-queue.js.map
