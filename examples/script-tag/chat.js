"use strict";

/* global cometApi, view */

/** The messages. The server keeps the last ones of this channel, so that newcomers see them. */
const CHAT = "web_chat";
/** Who calls himself what; kept by the server too. */
const NAMES = "web_chat_names";
/** Who is here: the server itself tells who joins and leaves a `track_` channel. */
const PRESENCE = "track_chat";

/** Identifies this browser, in what it sends and in the list of those present. */
const me = cometApi.getUUID();

/** One entry for each connection; a browser with two windows may have two. */
let present = [];

const showPresent = () => view.showPeople(present, me);

// ---- Messages ----

/** Ids of the messages on the page: the server replays its log at every connection. */
const shown = new Set();
/** Many more than the server's log holds. */
const MAX_IDS = 1000;
/** Own messages that have no delivery report yet, in the order in which they were sent. */
const unreported = new Map();
let isFirstLoad = true;

const areTexts = (...values) => values.every((value) => typeof value === "string");

/** Whoever is here may publish anything: only what looks like a message is shown. */
function readMessage(data, userId) {
  const { id, uuid, name, text, time } = Object(data);
  if (!areTexts(id, uuid, name, text)) return undefined;
  const date = new Date(typeof time === "number" ? time : Date.now());
  return { id, uuid, name: name.slice(0, 40), text, time: date, userId, isOwn: uuid === me };
}

/** Returns what sets the text of the delivery report. */
function showMessage(message, list) {
  shown.add(message.id);
  if (shown.size > MAX_IDS) shown.delete(shown.values().next().value);
  if (view.setName(message.uuid, message.name)) showPresent();
  return view.addMessage(message, list);
}

cometApi.subscription(`${CHAT}.message`, ({ data, server_info }) => {
  const message = readMessage(data, server_info.user_id);
  if (!message || shown.has(message.id)) return;
  showMessage(message, server_info.history && isFirstLoad ? "earlier" : "messages");
});

function send(text) {
  const data = {
    id: cometApi.getCustomString(),
    uuid: me,
    name: view.name(),
    text,
    time: Date.now(),
  };
  const isSent = cometApi.web_pipe_send(CHAT, "message", data);
  // The server sends a message to everybody but its sender, who shows it himself.
  const message = readMessage(data, cometApi.isAuthorized() ? Number(cometApi.getUserId()) : 0);
  const report = showMessage(message, "messages");
  report(isSent ? "sent" : "waiting for the connection");
  unreported.set(message.id, report);
}

function settle(id, text) {
  const report = unreported.get(id);
  if (report) report(text);
  unreported.delete(id);
}

// What the server says about each message: see "What 'delivered to' means" on the page.
cometApi.subscription(`#${CHAT}`, ({ data }) => {
  settle(Object(data.message).id, `delivered to ${data.number_messages}`);
});

cometApi.on("error", ({ code, value }) => {
  // The connection ended between a message and its report; reports come in the order of sending.
  if (code === "unconfirmed" && value === CHAT)
    settle(unreported.keys().next().value, "not confirmed");
  if (code !== "fatal") return;
  view.showConnection("bad", "refused by the server");
  view.allowLogin(true);
});

// ---- Who is here ----

function announceName() {
  view.setName(me, view.name());
  showPresent();
  if (cometApi.isConnected())
    cometApi.web_pipe_send(NAMES, "name", { uuid: me, name: view.name() });
}

cometApi.subscription(`${NAMES}.name`, ({ data }) => {
  const { uuid, name } = Object(data);
  if (!areTexts(uuid, name) || uuid === me) return;
  if (view.setName(uuid, name.slice(0, 40))) showPresent();
});

/** The site's programs may publish in this channel, too: only what names somebody is taken. */
function readPeople(entries) {
  return entries.map(Object).filter(({ uuid }) => areTexts(uuid));
}

cometApi.subscription(`${PRESENCE}.subscription`, ({ data }) => {
  present.push(...readPeople([data]));
  showPresent();
});

cometApi.subscription(`${PRESENCE}.unsubscription`, ({ data }) => {
  const gone = Object(data);
  const left = present.findIndex(
    ({ uuid, user_id }) => uuid === gone.uuid && user_id === gone.user_id,
  );
  if (left >= 0) present.splice(left, 1);
  showPresent();
});

// ---- Connection and log-in ----

cometApi.on("connect", () => {
  view.showConnection("good", "connected");
  cometApi.get_pipe_log(CHAT, undefined, () => {
    isFirstLoad = false;
    view.endOfHistory();
  });
  cometApi.get_pipe_log(NAMES);
  announceName();
  cometApi.getTrackPipeUsers(PRESENCE, ({ data }) => {
    present = readPeople(Array.isArray(data) ? data : []);
    showPresent();
    // Answers come in the order of the questions, so the name has its delivery report by now: a
    // change of the user, which is a new connection, leaves nothing unconfirmed.
    view.allowLogin(true);
  });
});

cometApi.on("disconnect", () => {
  view.showConnection("wait", "reconnecting…");
  view.allowLogin(false);
});

cometApi.onAuthSuccess(() =>
  view.showAuthorisation("good", `logged in as user ${cometApi.getUserId()}`, true),
);
cometApi.onAuthFail(() => view.showAuthorisation("plain", "not logged in", false));

function logIn() {
  view.showAuthorisation("wait", "logging in…", false);
  fetch("/demo/login")
    .then((response) => (response.ok ? response.json() : Promise.reject(response.status)))
    // The answer is { user_id, user_key }: for the server another visitor, so connect anew.
    .then((user) => cometApi.restart(user))
    .catch(() => {
      view.showAuthorisation("bad", "log-in failed", false);
      view.allowLogin(true);
    });
}

view.onLogin(logIn, () => cometApi.restart({ user_id: null, user_key: null }));
view.onSend(send);
view.onRename(announceName);

const { userId, userKey } = document.body.dataset;
cometApi.start({ node: location.host, user_id: userId, user_key: userKey });
