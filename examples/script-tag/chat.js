"use strict";

/* global cometApi, view */

/** The messages. The server keeps a log of this channel, so that new visitors see the last ones. */
const CHAT = "web_chat";
/** The names that visitors choose. The server keeps a log of these, too. */
const NAMES = "web_chat_names";
/** Presence: the server reports who joins and leaves a `track_` channel. */
const PRESENCE = "track_chat";

/** Identifies this browser, in its messages and in the list of visitors. */
const me = cometApi.getUUID();

/** The visitors, one entry for each connection. Tabs of a browser and user share a connection. */
let present = [];

const showPresent = () => view.showPeople(present, me);

// ---- Messages ----

/** Ids of the messages on the page: the server's log repeats them. */
const shown = new Set();
/** How many ids are remembered: many more than the server's log holds. */
const MAX_IDS = 1000;
/** For each message of this tab whose delivery is not certain yet: sets the text of its report. */
const unreported = new Map();
let isFirstLoad = true;

const areTexts = (...values) => values.every((value) => typeof value === "string");

/** Any visitor may publish anything, so only data of the right shape is shown. */
function readMessage(data, userId) {
  const { id, uuid, name, text, time } = Object(data);
  if (!areTexts(id, uuid, name, text)) return undefined;
  const date = new Date(typeof time === "number" ? time : Date.now());
  return { id, uuid, name: name.slice(0, 40), text, time: date, userId, isOwn: uuid === me };
}

/** Returns a function that sets the text of the delivery report. */
function showMessage(message, list) {
  shown.add(message.id);
  if (shown.size > MAX_IDS) shown.delete(shown.values().next().value);
  if (view.setName(message.uuid, message.name)) showPresent();
  return view.addMessage(message, list);
}

function onMessage({ data, server_info }) {
  const message = readMessage(data, server_info.user_id);
  if (!message) return;
  const { history } = server_info;
  // The report of this message was lost, but the server has the message.
  if (history) settle(message.id, "arrived");
  if (shown.has(message.id)) return;
  const report = showMessage(message, history && isFirstLoad ? "earlier" : "messages");
  // The delivery report goes to the tab that sent the message, not to this one.
  if (message.isOwn && !history) report("sent in another tab");
}

// What is published while nobody is connected comes later, out of the log.
cometApi.subscription(`${CHAT}.message`, onMessage, { recover: true });

function send(text) {
  const data = {
    id: cometApi.getCustomString(),
    uuid: me,
    name: view.name(),
    text,
    time: Date.now(),
  };
  const isSent = cometApi.web_pipe_send(CHAT, "message", data);
  // The message reaches everybody, including other tabs of this browser, but not this tab.
  const message = readMessage(data, cometApi.isAuthorized() ? Number(cometApi.getUserId()) : 0);
  const report = showMessage(message, "messages");
  report(isSent ? "sending…" : "waiting for the connection");
  unreported.set(message.id, report);
}

function settle(id, text) {
  const report = unreported.get(id);
  if (report) report(text);
  unreported.delete(id);
}

// The server's delivery reports. A count of 0 says nothing: see "What 'delivered to' means" on the page.
cometApi.subscription(`#${CHAT}`, ({ data: { message, number_messages: count } }) => {
  settle(Object(message).id, count > 0 ? `delivered to ${count}` : "sent");
});

// The connection ended between a message and its report. The log may show that it arrived.
cometApi.on("unconfirmed", ({ channel, message }) => {
  const report = channel === CHAT && unreported.get(message.id);
  if (report) report("not confirmed");
  load();
});

// ---- Earlier messages ----

let isLoading = false;

/** Asks for the log. Messages that are on the page already are recognised by their ids. */
function load() {
  if (isLoading) return;
  isLoading = true;
  cometApi.get_pipe_log(NAMES);
  cometApi.get_pipe_log(CHAT, undefined, () => {
    isLoading = isFirstLoad = false;
    view.endOfHistory();
  });
  loadPresent();
}

// Nobody listened for a while, and the log, which fills such gaps, does not reach back that far.
cometApi.on("gap", ({ channel, from, to }) => {
  if (channel === CHAT && shown.size > 0) view.showGap(new Date(from), new Date(to));
  // Presence has no log.
  if (channel === PRESENCE) loadPresent();
});

// ---- Presence ----

function loadPresent() {
  cometApi.getTrackPipeUsers(PRESENCE, ({ data }) => {
    present = readPeople(Array.isArray(data) ? data : []);
    showPresent();
    // Answers come in the order of the questions, so the name has its delivery report by now. A new
    // connection, as another user, leaves nothing unconfirmed.
    view.allowLogin(true);
  });
}

function showOwnName() {
  view.setName(me, view.name());
  showPresent();
}

function announceName() {
  if (cometApi.isConnected())
    cometApi.web_pipe_send(NAMES, "name", { uuid: me, name: view.name() });
}

cometApi.subscription(`${NAMES}.name`, ({ data }) => {
  const { uuid, name } = Object(data);
  if (!areTexts(uuid, name) || uuid === me) return;
  if (view.setName(uuid, name.slice(0, 40))) showPresent();
});

/** Programs of the site may publish here, too, so only data that names a visitor is used. */
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

// ---- Tabs ----

/**
 * Shows which tabs share the connection, and which holds it. The chat itself does not need this.
 */
const showTabs = () => view.showTabs(cometApi.inspect());

for (const event of ["tabs", "master", "slave"]) cometApi.on(event, showTabs);

// ---- Connection and log-in ----

cometApi.on("connect", () => {
  view.showConnection("good", "connected");
  showTabs();
  showOwnName();
  // In one tab of the browser only.
  if (cometApi.isMaster()) announceName();
  if (isFirstLoad) load();
  else loadPresent();
});

cometApi.on("disconnect", () => {
  view.showConnection("wait", "reconnecting…");
  view.allowLogin(false);
  isLoading = false;
});

cometApi.on("error", ({ code }) => {
  if (code !== "fatal") return;
  view.showConnection("bad", "refused by the server");
  view.allowLogin(true);
});

cometApi.onAuthSuccess(() =>
  view.showAuthorisation("good", `logged in as user ${cometApi.getUserId()}`, true),
);
cometApi.onAuthFail(() => view.showAuthorisation("plain", "not logged in", false));

function logIn() {
  view.showAuthorisation("wait", "logging in…", false);
  fetch("/demo/login")
    .then((response) => (response.ok ? response.json() : Promise.reject(response.status)))
    // The answer is { user_id, user_key }, another visitor for the server, so reconnect.
    .then((user) => cometApi.restart(user))
    .catch(() => {
      view.showAuthorisation("bad", "log-in failed", false);
      view.allowLogin(true);
    });
}

view.onLogin(logIn, () => cometApi.restart({ user_id: null, user_key: null }));
view.onSend(send);
view.onRename((isOfThisTab) => {
  showOwnName();
  if (isOfThisTab) announceName();
});

const { userId, userKey } = document.body.dataset;
cometApi.start({ node: location.host, user_id: userId, user_key: userKey });
