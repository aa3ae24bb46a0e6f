const COMMAND_OVERHEAD = 64;
class Inbox {
  constructor(limits) {
    this.limits = limits;
    this.texts = [];
    /** Index of the next command. Removing the first element would move all others each time. */
    this.next = 0;
    this.bytes = 0;
  }
  /** @returns false if more commands wait now than the limits allow. */
  add(text) {
    this.texts.push(text);
    this.bytes += text.length + COMMAND_OVERHEAD;
    const { maxCommands, maxBytes } = this.limits;
    return this.texts.length - this.next <= maxCommands && this.bytes <= maxBytes;
  }
  take() {
    const text = this.texts[this.next];
    if (text === void 0) return void 0;
    this.texts[this.next] = "";
    this.next += 1;
    this.bytes -= text.length + COMMAND_OVERHEAD;
    if (this.next * 2 >= this.texts.length) {
      this.texts = this.texts.slice(this.next);
      this.next = 0;
    }
    return text;
  }
  clear() {
    this.texts = [];
    this.next = 0;
    this.bytes = 0;
  }
}

export { Inbox };
//# sourceMappingURL=inbox.js.map
