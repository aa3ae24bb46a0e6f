import { nextTask } from '../platform/tasks.js';
import { openBus } from './bus/open-bus.js';
import { Membership } from './membership.js';

const PROTOCOL = "CometServer 4";
const RETURN_MS = 5e3;
const PROBE_LENGTH = 1e3;
class Memberships {
  constructor(_tab, _options) {
    this._tab = _tab;
    this._options = _options;
  }
  /**
   * Joins the group, unless the tab is in it.
   * @param isShared whether other tabs can be reached.
   */
  join(isShared = this._options.isShared ?? true) {
    if (this.current) return;
    this._stay();
    const group = this._options.group();
    this.current = new Membership(this._tab, `${PROTOCOL} ${group}`, isShared);
    this.current.join();
    this._tab.inbox.queue.load(group);
  }
  /**
   * Leaves the group. Called again it goes on where the browser has cut it off, so the first thing that
   * it does is to note what it leaves.
   * @param handsOver whether other tabs carry out the commands that were not written yet.
   */
  leave(handsOver) {
    this._leaving = this.current ?? this._leaving;
    this.current = void 0;
    this._leaving?.leave(handsOver);
    this._leaving = void 0;
    this._stay();
    this._tab.turns.end();
  }
  /**
   * The bus has broken: the tab goes on alone, until there is a bus again. Firefox refuses to store
   * anything while the process of another tab of the site stands still.
   */
  onBroken() {
    nextTask(() => {
      if (!this.current || this.current.isShared || this._returning !== void 0) return;
      this.leave(false);
      this.join(false);
      this._returning = setInterval(() => this._return(), RETURN_MS);
    });
  }
  /** Does not try to return any more. */
  _stay() {
    clearInterval(this._returning);
    this._returning = void 0;
  }
  _return() {
    if (!canPost(`${PROTOCOL} ${this._options.group()}`)) return;
    this.leave(false);
    this.join();
  }
}
function canPost(name) {
  const bus = openBus(name, () => void 0);
  try {
    bus?.post({ probe: " ".repeat(PROBE_LENGTH) });
    return bus !== void 0;
  } catch {
    return false;
  } finally {
    bus?.close();
  }
}

export { Memberships };
//# sourceMappingURL=memberships.js.map
