import { nextTask, callPage } from '../platform/tasks.js';

const TASK_MS = 8;
class PageCalls {
  /** @param _leadsOthers whether other tabs depend on this one. */
  constructor(_page, _leadsOthers) {
    this._page = _page;
    this._leadsOthers = _leadsOthers;
    /** Whether the page was told that the server can be reached. */
    this.isConnected = false;
    this._waiting = [];
  }
  onMessage(message, turn) {
    this._tell(() => this._page.onMessage(message, turn));
  }
  onState(state) {
    this._tell(() => this._page.onState(state));
  }
  onConnect() {
    this._tell(() => {
      this.isConnected = true;
      this._page.onConnect();
    });
  }
  onDisconnect(code) {
    this._tell(() => {
      this.isConnected = false;
      this._page.onDisconnect(code);
    });
  }
  /** Tells the page that the link has stopped, unless it will know by then. */
  ensureDisconnected() {
    this._tell(() => {
      if (!this.isConnected) return;
      this.isConnected = false;
      this._page.onDisconnect(1e3);
    });
  }
  onFatal(error) {
    this._tell(() => this._page.onFatal(error));
  }
  onNode(state) {
    this._tell(() => this._page.onNode(state));
  }
  onHeard(channels, lack) {
    this._tell(() => this._page.onHeard(channels, lack));
  }
  onRefusedKey() {
    return this._page.onRefusedKey();
  }
  onGap(gap) {
    this._tell(() => this._page.onGap(gap));
  }
  onRole(isMaster) {
    this._tell(() => this._page.onRole(isMaster));
  }
  onTabs() {
    this._tell(() => this._page.onTabs());
  }
  /** At once: the next connection depends on it. */
  onOptions(options) {
    this._page.onOptions(options);
  }
  /** Waits behind earlier calls: the answer depends on the authorisation that they tell. */
  onProposal(options) {
    this._tell(() => this._page.onProposal(options));
  }
  /** Tells the result of a command. A page that has stopped is told, too. */
  settle(make) {
    this._add({ make, isNews: false });
  }
  /** The page has stopped: drops the events that it was not told yet. */
  forget() {
    this._waiting = this._waiting.filter(({ isNews }) => !isNews);
  }
  _tell(make) {
    this._add({ make, isNews: true });
  }
  _add(call) {
    if (!this._waiting.length && !this._leadsOthers()) return call.make();
    if (this._waiting.push(call) === 1) this._makeLater();
  }
  /** Two tasks later: the browser needs two to hand over what the socket received meanwhile. */
  _makeLater() {
    nextTask(() => nextTask(() => this._makeSome()));
  }
  _makeSome() {
    const end = performance.now() + TASK_MS;
    do {
      const call = this._waiting[0];
      if (!call) return;
      callPage(call.make);
      if (this._waiting[0] === call) this._waiting.shift();
    } while (performance.now() < end);
    if (this._waiting.length) this._makeLater();
  }
}

export { PageCalls };
//# sourceMappingURL=page-calls.js.map
