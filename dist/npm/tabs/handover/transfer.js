import { Giver } from './giver.js';
import { Taker } from './taker.js';

class Transfer {
  constructor(group, wishes) {
    this.giver = new Giver(group, wishes);
    this.taker = new Taker(group);
  }
  /** This tab leads now. Returns how its term follows the one before. */
  takeOver(isForced) {
    this.giver.rest();
    return this.taker.takeOver(isForced);
  }
  /** All connections are renewed, with other options. */
  onRestart() {
    this.giver.onRestart();
    this.taker.onRestart();
  }
  /** Called every 500 ms, in hidden tabs more rarely. */
  tick() {
    this.taker.tick();
    this.giver.tick();
  }
  /** This tab neither hands over nor succeeds a leader. */
  end() {
    this.giver.end();
    this.taker.end();
  }
}

export { Transfer };
//# sourceMappingURL=transfer.js.map
