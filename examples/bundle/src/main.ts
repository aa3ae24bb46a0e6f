import { CometApi, presence, type CometError, type MessageOf } from "comet-server-api";
import { isPlace, isVote, type Channels, type Place, type Vote } from "./messages";
import { Poll } from "./poll";
import { View } from "./view";

const comet = new CometApi<Channels>();
/** Identifies this browser: all its tabs together have one vote. */
const me = comet.getUUID();

const poll = new Poll([
  { id: "noodles", name: "Noodle bar" },
  { id: "pizza", name: "Corner pizzeria" },
  { id: "market", name: "Market hall" },
]);
/** Who looks at the poll: asked once for all tabs, then kept up to date. */
const visitors = presence(comet, "track_lunch");

const view = new View({ onVote: vote, onAdd: add });
const show = () => view.show(poll, presentOf(visitors.users), me);
const presentOf = (users: readonly { uuid: string }[]) => users.map(({ uuid }) => uuid);

// ---- Places and votes of this visitor ----

function vote(placeId: string): void {
  const place = poll.choiceOf(me) === placeId ? null : placeId;
  publishVote({ voter: me, place, time: Date.now() });
}

function add(name: string): void {
  publishPlace({ id: `${me}-${Date.now()}`, name });
}

// A message reaches everybody, including other tabs of this browser, but not the tab that sent it.

function publishVote(message: Vote): void {
  comet.publish("web_lunch", "vote", message).catch(again(() => publishVote(message)));
  poll.addVote(message);
  show();
}

function publishPlace(message: Place): void {
  comet.publish("web_lunch", "place", message).catch(again(() => publishPlace(message)));
  poll.addPlace(message);
  show();
}

/** The message may have been lost with the connection. Sending it twice does no harm. */
function again(publish: () => void): (error: CometError) => void {
  return ({ code }) => {
    if (code === "unconfirmed") publish();
  };
}

// ---- Places and votes of others ----

function take({ event, data }: MessageOf<Channels, "web_lunch">): void {
  if (event === "vote" && isVote(data)) poll.addVote(data);
  if (event === "place" && isPlace(data)) poll.addPlace(data);
}

comet.subscribe("web_lunch", (message) => {
  take(message);
  show();
});

/** Asks for messages from before this tab was opened, or while it was not connected. */
async function loadHistory(): Promise<void> {
  for (const message of await comet.history("web_lunch")) take(message);
  show();
}

// ---- The connection ----

visitors.on("change", show);

comet.on("connect", () => {
  // Ends without an answer only where the connection does, and the next one asks again.
  loadHistory().catch(() => undefined);
});
comet.on("state", ({ state, previous }) => {
  if (state === "connected") view.showConnection("good", "connected");
  else view.showConnection("wait", previous === "stopped" ? "connecting…" : "reconnecting…");
});

show();
comet.start({ node: location.host });
