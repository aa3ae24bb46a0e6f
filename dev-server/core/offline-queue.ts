/** Private messages that wait until their user connects. */
import { InputError } from "./input";

export interface QueuedMessage {
  readonly event: string;
  /** The text as it goes into the frame. */
  readonly text: string;
  /** Unix seconds. */
  readonly sent: number;
}

export class OfflineQueue {
  private readonly waiting = new Map<number, QueuedMessage[]>();

  constructor(private readonly limits: { maxUsers: number; maxQueuedMessages: number }) {}

  /** @throws InputError if messages wait for too many users. */
  add(userId: number, message: QueuedMessage): void {
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
  take(userId: number, nowSeconds: number): readonly QueuedMessage[] {
    const messages = this.waiting.get(userId) ?? [];
    const kept = messages.filter((message) => message.sent >= nowSeconds);
    if (kept.length > 0) this.waiting.set(userId, kept);
    else this.waiting.delete(userId);
    return messages;
  }
}
