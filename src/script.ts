import type { Message } from "./api/channels";
import { checked, type Schema } from "./api/checked";
import type { CometServerApi } from "./api/contract";
import { messages } from "./api/messages";
import { presence, type Presence, type PresenceOptions } from "./api/presence";
import type { SubscribeOptions } from "./api/promises";
import { SCRIPT_DEFAULTS } from "./client/defaults";
import { createTabSignal } from "./legacy/tab-signal";
import { LegacyApi } from "./legacy/legacy-api";
import type { LegacyOptions, TabSignal } from "./legacy/contract";
import type { PageGlobals } from "./legacy/page-globals";
import { Logger } from "./platform/console";

/** Has the defaults of the originals, also in instances that pages make. */
class ScriptApi extends LegacyApi {
  constructor(options?: LegacyOptions) {
    super(options, SCRIPT_DEFAULTS);
  }

  private get _typed(): CometServerApi {
    return this as CometServerApi;
  }

  // Functions of the npm entry, which bundles that do not use them leave out.

  messages(key: string, options?: SubscribeOptions): AsyncIterableIterator<Message> {
    return messages(this._typed, key, options);
  }

  presence(channel: string, options?: PresenceOptions): Presence {
    return presence(this._typed, channel, options);
  }

  checked<Output>(
    schema: Schema<Output>,
    handler: (message: Message<Output>) => void,
  ): (message: Message) => void {
    return checked(this._typed, schema, handler);
  }
}

/**
 * The script file: the names that pages know from CometServerApi.js. A page that loads it twice
 * keeps the first instance, with its subscriptions. An original that was loaded before stays, too: its
 * members find each other by these names, and would break. An element with the id `cometApi` is no
 * instance, although browsers put it under that name, too.
 */
const page = window as PageGlobals;
const present = Object(page.cometApi) as object;

if ("web_pipe_send" in present) {
  if (!("inspect" in present))
    new Logger().warn(
      "another CometServerApi.js was loaded before this file, and stays: remove its script tag",
    );
} else {
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
