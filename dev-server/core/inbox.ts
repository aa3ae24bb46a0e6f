/** Commands that wait until their connection carries them out, in order. */

/** Bytes that a waiting command counts besides its text, so that empty ones are bounded, too. */
const COMMAND_OVERHEAD = 64;

export class Inbox {
  private texts: string[] = [];
  /** Index of the next command. Removing the first element would move all others each time. */
  private next = 0;
  private bytes = 0;

  constructor(private readonly limits: { maxCommands: number; maxBytes: number }) {}

  /** @returns false if more commands wait now than the limits allow. */
  add(text: string): boolean {
    this.texts.push(text);
    this.bytes += text.length + COMMAND_OVERHEAD;
    const { maxCommands, maxBytes } = this.limits;
    return this.texts.length - this.next <= maxCommands && this.bytes <= maxBytes;
  }

  take(): string | undefined {
    const text = this.texts[this.next];
    if (text === undefined) return undefined;
    this.texts[this.next] = "";
    this.next += 1;
    this.bytes -= text.length + COMMAND_OVERHEAD;
    // Removes half of the list at a time, so that each command is moved only a few times.
    if (this.next * 2 >= this.texts.length) {
      this.texts = this.texts.slice(this.next);
      this.next = 0;
    }
    return text;
  }

  clear(): void {
    this.texts = [];
    this.next = 0;
    this.bytes = 0;
  }
}
