import type { Elector, ElectorEvents } from "./elector";
import { LockElector } from "./lock-elector";
import { MessageElector } from "./message-elector";
import type { Message } from "../messages";

/**
 * Takes part in the election of a group's leader: by a Web Lock if the browser has them (in
 * secure contexts, and not in a sandbox), else by messages. `onElector` is given the elector before
 * it begins, and another one if the browser turns out to forbid locks.
 */
export function elect(
  name: string,
  tab: string,
  events: ElectorEvents,
  post: (message: Message) => void,
  onElector: (elector: Elector) => void,
): void {
  const join = (elector: Elector) => {
    onElector(elector);
    elector.join();
  };
  const byMessages = () => join(new MessageElector(tab, events, post));
  if (navigator.locks) join(new LockElector(name, tab, events, byMessages));
  else byMessages();
}
