import { CometApi } from "./comet-api";
import type { PageGlobals } from "./page-globals";

/**
 * The script file: the names that pages know from CometServerApi.js. A page that loads it twice
 * keeps the first instance, with its subscriptions. (An element with the id `cometApi` is found
 * under that name too.)
 */
const page = window as PageGlobals;

if (!(page.cometApi && "web_pipe_send" in page.cometApi)) {
  const cometApi = new CometApi();
  page.cometApi = cometApi;
  page.CometServer = () => cometApi;
  page.cometServerApi = page._cometServerApi = CometApi;
}
