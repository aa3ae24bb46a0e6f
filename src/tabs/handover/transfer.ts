/**
 * `tabs/handover/`: has another tab listen before a leading page goes, so that there is no gap. It
 * may know neither how a leader is elected nor how tabs talk. `Giver` and `Taker` act for the two
 * sides; `Handover` and `Succession` decide.
 */
import type { Membership } from "../membership";
import type { TermStart } from "../messages";
import type { Tab } from "../tab";
import { Giver } from "./giver";
import { Taker } from "./taker";

/** Both sides of a hand-over: any tab may be on either. */
export class Transfer {
  readonly giver: Giver;
  readonly taker: Taker;

  constructor(group: Membership, wishes: Pick<Tab, "prefersVisible" | "wantsStandby">) {
    this.giver = new Giver(group, wishes);
    this.taker = new Taker(group);
  }

  /** This tab leads now. Returns how its term follows the one before. */
  takeOver(isForced: boolean): TermStart {
    this.giver.rest();
    return this.taker.takeOver(isForced);
  }

  /** All connections are renewed, with other options. */
  onRestart(): void {
    this.giver.onRestart();
    this.taker.onRestart();
  }

  /** Called every 500 ms, in hidden tabs more rarely. */
  tick(): void {
    this.taker.tick();
    this.giver.tick();
  }

  /** This tab neither hands over nor succeeds a leader. */
  end(): void {
    this.giver.end();
    this.taker.end();
  }
}
