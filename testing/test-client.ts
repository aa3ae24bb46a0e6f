import { CometApi } from "../src/api/comet-api";
import type { Network } from "../src/connection/network";
import { randomId } from "../src/platform/ids";

const UUID_LENGTH = 32;

/** The real client, in a browser of its own: it meets no other client as a tab, and stores nothing. */
export class TestClient extends CometApi {
  constructor(network: Network) {
    super({ network, isShared: false });
    // Of several nodes one: they all lead to the same server.
    this._client.merge({ uuid: randomId(UUID_LENGTH), roundrobin: true });
  }

  /** Ends a wait for the next attempt to connect, as a network that returns does. */
  wake(): void {
    if (this.state === "waiting") this._client.link.wake();
  }
}
