import { CometApi } from "comet-server-api";
import { mountChat, type Channels } from "./chat";

// A site's server writes these into the page of its visitor; the tests write them into the address.
const { node, user_id, user_key } = Object.fromEntries(new URLSearchParams(location.search));
const comet = new CometApi<Channels>();
mountChat(document.body, comet);
comet.start({ node, user_id, user_key });
