/** In the page: which tabs have said goodbye on the bus. */

declare global {
  interface Window {
    /** Ids of tabs, in the order of their goodbyes. */
    goodbyes: string[];
  }
}

function take(text: string): void {
  const [, from] = /"from":"(\w+)","type":"bye"/.exec(text) ?? [];
  if (from !== undefined) window.goodbyes.push(from);
}

export function installGoodbyes(): void {
  window.goodbyes = [];
  window.addEventListener("storage", ({ newValue }) => take(newValue ?? ""));
  const Native = window.BroadcastChannel;
  if (typeof Native !== "function") return;
  window.BroadcastChannel = class extends Native {
    constructor(name: string) {
      super(name);
      this.addEventListener("message", ({ data }) => take(JSON.stringify(data)));
    }
  };
}
