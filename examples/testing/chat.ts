import { CometError, type CometApi } from "comet-server-api";

export interface Channels {
  webauth_chat: { message: { text: string } };
}

const STATUS = {
  stopped: "",
  connecting: "Connecting",
  connected: "Connected",
  waiting: "No connection, trying again",
  refused: "The server refuses this page",
};

/** Shows what is written on the channel, and publishes what the visitor writes. */
export function mountChat(root: HTMLElement, comet: CometApi<Channels>): () => void {
  root.innerHTML = `
    <p role="status"></p>
    <ul></ul>
    <form><label>Message <input></label> <button>Send</button></form>`;
  const find = <Name extends keyof HTMLElementTagNameMap>(name: Name) =>
    root.querySelector(name) as HTMLElementTagNameMap[Name];

  function show(text: string): HTMLElement {
    const item = document.createElement("li");
    item.textContent = text;
    find("ul").append(item);
    return item;
  }

  async function send(text: string): Promise<void> {
    const item = show(`${text} (sending)`);
    try {
      await comet.publish("webauth_chat", "message", { text }, { timeoutMs: 10_000 });
      item.textContent = text;
    } catch (error) {
      item.textContent = `${text} (${reasonOf(error)})`;
    }
  }

  find("form").onsubmit = (event) => {
    event.preventDefault();
    void send(find("input").value);
    find("input").value = "";
  };
  const subscription = comet.subscribe(
    "webauth_chat.message",
    ({ data, server_info }) => show(`${server_info.user_id}: ${data.text}`),
    { recover: true },
  );
  const ignore = comet.on("state", ({ state }) => (find("p").textContent = STATUS[state]));
  return () => {
    subscription.unsubscribe();
    ignore();
    root.replaceChildren();
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof CometError)) throw error;
  if (error.code === "unconfirmed") return "perhaps not sent";
  return error.code === "refused" ? "log in to write" : "not sent";
}
