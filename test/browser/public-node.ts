/** Where the library connects if the page names no server. */
export const PUBLIC_NODE = "app.comet-server.ru";

/**
 * Runs in the page, before its scripts: what is meant for the public server comes to the server of the
 * page. @param folder stands before the path then; empty: nothing does.
 */
export function redirect(publicNode: string, folder: string): void {
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL) {
      super(String(url).replace(`//${publicNode}/`, `//${location.host}/${folder}`));
    }
  };
}
