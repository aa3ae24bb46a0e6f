import { CometApi } from "comet-server-api";
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
/** One entry for each connection: the tabs of a browser share one. */
let present: string[] = [];

const view = new View({ onVote: vote, onAdd: add });
const show = () => view.show(poll, present, me);

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
  comet.web_pipe_send("web_lunch", "vote", message);
  poll.addVote(message);
  show();
}

function publishPlace(message: Place): void {
  comet.web_pipe_send("web_lunch", "place", message);
  poll.addPlace(message);
  show();
}

// The message may have been lost with the connection. Sending it twice does no harm.
comet.on("unconfirmed", ({ message }) => {
  if (isVote(message)) publishVote(message);
  else if (isPlace(message)) publishPlace(message);
});

// ---- Places and votes of others ----

comet.subscription("web_lunch.vote", ({ data }) => {
  if (isVote(data)) poll.addVote(data);
  show();
});

comet.subscription("web_lunch.place", ({ data }) => {
  if (isPlace(data)) poll.addPlace(data);
  show();
});

/** Asks for messages from before this tab was opened, or while it was not connected. */
const loadHistory = () => comet.get_pipe_log("web_lunch");

comet.on("gap", ({ channel }) => {
  if (channel === "web_lunch") loadHistory();
});

// ---- Presence ----

comet.subscription("track_lunch.subscription", ({ data }) => {
  present.push(data.uuid);
  show();
});

comet.subscription("track_lunch.unsubscription", ({ data }) => {
  const left = present.indexOf(data.uuid);
  if (left >= 0) present.splice(left, 1);
  show();
});

function loadPresent(): void {
  comet.getTrackPipeUsers("track_lunch", ({ data }) => {
    present = data.map(({ uuid }) => uuid);
    show();
  });
}

// ---- The connection ----

comet.on("connect", () => {
  view.showConnection("good", "connected");
  loadHistory();
  loadPresent();
});
comet.on("disconnect", () => view.showConnection("wait", "reconnecting…"));

show();
comet.start({ node: location.host });
