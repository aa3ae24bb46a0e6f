import { CometApi } from '../api/comet-api.js';
import { randomId } from '../platform/ids.js';

const UUID_LENGTH = 32;
class TestClient extends CometApi {
  constructor(network) {
    super({ network, isShared: false });
    this._client.merge({ uuid: randomId(UUID_LENGTH), roundrobin: true });
  }
  /** Ends a wait for the next attempt to connect, as a network that returns does. */
  wake() {
    if (this.state === "waiting") this._client.link.wake();
  }
}

export { TestClient };
//# sourceMappingURL=test-client.js.map
