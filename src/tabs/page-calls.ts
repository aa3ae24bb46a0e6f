import { callPage, nextTask } from "../platform/tasks";
import type { CometError } from "../api/errors";
import type { LinkListener, LinkState, Turn } from "./link";
import type { ServerMessage } from "../protocol/messages";
import type { CometOptions, Gap, NodeState } from "../api/types";

/** After this time further calls wait for another task, so that the socket gets its turn. */
const TASK_MS = 8;

interface Call {
  make: () => void;
  /** Whether the call tells of an event, which a page that has stopped need not hear. */
  isNews: boolean;
}

/**
 * Calls the page, in the order of the events. In a tab that leads others each call waits for a
 * later task, because a slow page must not delay what the socket has for the other tabs. In any
 * other tab the page is called at once.
 */
export class PageCalls implements LinkListener {
  /** Whether the page was told that the server can be reached. */
  isConnected = false;

  private _waiting: Call[] = [];

  /** @param _leadsOthers whether other tabs depend on this one. */
  constructor(
    private readonly _page: LinkListener,
    private readonly _leadsOthers: () => boolean,
  ) {}

  onMessage(message: ServerMessage, turn?: Turn): void {
    this._tell(() => this._page.onMessage(message, turn));
  }

  onState(state: LinkState): void {
    this._tell(() => this._page.onState(state));
  }

  onConnect(): void {
    this._tell(() => {
      this.isConnected = true;
      this._page.onConnect();
    });
  }

  onDisconnect(code: number): void {
    this._tell(() => {
      this.isConnected = false;
      this._page.onDisconnect(code);
    });
  }

  /** Tells the page that the link has stopped, unless it will know by then. */
  ensureDisconnected(): void {
    this._tell(() => {
      if (!this.isConnected) return;
      this.isConnected = false;
      this._page.onDisconnect(1000);
    });
  }

  onFatal(error: CometError): void {
    this._tell(() => this._page.onFatal(error));
  }

  onNode(state: NodeState): void {
    this._tell(() => this._page.onNode(state));
  }

  onHeard(channels: readonly string[], lack?: string): void {
    this._tell(() => this._page.onHeard(channels, lack));
  }

  onRefusedKey(): boolean {
    return this._page.onRefusedKey();
  }

  onGap(gap: Gap): void {
    this._tell(() => this._page.onGap(gap));
  }

  onRole(isMaster: boolean): void {
    this._tell(() => this._page.onRole(isMaster));
  }

  onTabs(): void {
    this._tell(() => this._page.onTabs());
  }

  /** At once: the next connection depends on it. */
  onOptions(options: CometOptions): void {
    this._page.onOptions(options);
  }

  /** Waits behind earlier calls: the answer depends on the authorisation that they tell. */
  onProposal(options: CometOptions): void {
    this._tell(() => this._page.onProposal(options));
  }

  /** Tells the result of a command. A page that has stopped is told, too. */
  settle(make: () => void): void {
    this._add({ make, isNews: false });
  }

  /** The page has stopped: drops the events that it was not told yet. */
  forget(): void {
    this._waiting = this._waiting.filter(({ isNews }) => !isNews);
  }

  private _tell(make: () => void): void {
    this._add({ make, isNews: true });
  }

  private _add(call: Call): void {
    if (!this._waiting.length && !this._leadsOthers()) return call.make();
    if (this._waiting.push(call) === 1) this._makeLater();
  }

  /** Two tasks later: the browser needs two to hand over what the socket received meanwhile. */
  private _makeLater(): void {
    nextTask(() => nextTask(() => this._makeSome()));
  }

  private _makeSome(): void {
    const end = performance.now() + TASK_MS;
    do {
      const call = this._waiting[0];
      if (!call) return;
      callPage(call.make);
      // Removed only now, so that calls which are added meanwhile wait behind it.
      if (this._waiting[0] === call) this._waiting.shift();
    } while (performance.now() < end);
    if (this._waiting.length) this._makeLater();
  }
}
