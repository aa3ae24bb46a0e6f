import { SCRIPT_DEFAULTS } from "./client/defaults";
import { createTabSignal } from "./legacy/tab-signal";
import { LegacyApi } from "./legacy/legacy-api";
import type { LegacyOptions, TabSignal } from "./legacy/contract";
import type { PageGlobals } from "./legacy/page-globals";

/** Has the defaults of the originals, also in instances that pages make. */
class ScriptApi extends LegacyApi {
  constructor(options?: LegacyOptions) {
    super(options, SCRIPT_DEFAULTS);
  }
}

/**
 * The script file: the names that pages know from CometServerApi.js. A page that loads it twice
 * keeps the first instance, with its subscriptions. An element with the id `cometApi` is no
 * instance, although browsers put it under that name, too.
 */
const page = window as PageGlobals;

if (!(page.cometApi && "web_pipe_send" in page.cometApi)) {
  const cometApi = new ScriptApi();
  LegacyApi.lend(cometApi);
  page.cometApi = cometApi;
  // A function that can be called with `new`, as some pages do.
  page.CometServer = function () {
    return cometApi;
  };
  page.cometServerApi = ScriptApi;
  // In quotes: in the minified file, a name with an underscore is a private member.
  page["_cometServerApi"] = ScriptApi;

  if (!("connect" in Object(page.tabSignal)))
    page.tabSignal = createTabSignal(() => cometApi.getTabUUID());
  page.comet_server_signal = page.tabSignal as TabSignal;
}
