import { WebSocket } from "ws";

/**
 * The real server neither sends nor answers close frames. `ws` calls `close()` to do either, so this
 * class cuts the connection instead, which a client sees as code 1006.
 */
export class CometSocket extends WebSocket {
  override close(): void {
    this.terminate();
  }
}
