"use strict";

/* global cometApi, tabSignal, view */

/**
 * Each notification is heard in exactly one tab of the browser.
 *
 * Every tab gets every notification. One of the tabs with this page is in charge. It chooses the tab
 * that plays the sound, among those that the browser lets sound: a visible one first. The tab with the
 * connection (`isMaster()`) may show another page of the site, which has no sounds.
 * The tab in charge sends the signal "sound.play" to all tabs, and the tab that plays the sound sends
 * "sound.played". If the chosen tab says nothing, because it was just closed or frozen, another one is
 * chosen. If the tab in charge ends, the next one goes on with its notifications.
 *
 * Pages that need less can use `cometApi.oncePerBrowser("web_news", playSound)` alone.
 */
const CHANNEL = "web_notifications";

/** Older notifications are silent: they are not news any more. */
const RECENT_MS = 5000;
/** A chosen tab begins to play within this time; if it was frozen, it does not play at all. */
const BEGIN_MS = 1000;
/** If a chosen tab has not said "sound.played" after this time, another one is chosen. */
const ANSWER_MS = 1500;
/** How many notifications are remembered: many more than come in RECENT_MS. */
const MAX_NOTIFICATIONS = 200;

const me = cometApi.getTabUUID();

// ---- Audio ----

/** Browsers keep it "suspended" until somebody clicks in the tab or presses a key. */
const audio = new (window.AudioContext || window.webkitAudioContext)();
const mayPlay = () => audio.state === "running";

for (const type of ["click", "keydown"])
  addEventListener(type, () => {
    if (!mayPlay()) audio.resume();
  });

/** Two notes of a bell. */
function playSound() {
  const start = audio.currentTime;
  const bell = audio.createOscillator();
  const volume = audio.createGain();
  bell.frequency.setValueAtTime(880, start);
  bell.frequency.setValueAtTime(1175, start + 0.12);
  volume.gain.setValueAtTime(0.001, start);
  volume.gain.exponentialRampToValueAtTime(0.3, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.8);
  bell.connect(volume);
  volume.connect(audio.destination);
  bell.start(start);
  bell.stop(start + 0.8);
}

// ---- Which tabs may sound ----

/** The last report of each tab with this page. Readers leave out tabs that are gone. */
const known = new Map();

const tellAllowed = () => {
  const isVisible = document.visibilityState === "visible";
  tabSignal.send_emit("sound.allowed", { tab: me, isAllowed: mayPlay(), isVisible });
};

/** The tabs with this page, in an order that all of them agree on. */
const tabsWithSound = () => cometApi.inspect().tabs.filter((tab) => known.has(tab));

const mayBeHeard = (tab) => known.has(tab) && known.get(tab).isAllowed;

const showTabs = () => view.showTabs(cometApi.inspect(), mayBeHeard);

tabSignal.connect("sound.allowed", ({ tab, isAllowed, isVisible }) => {
  known.set(tab, { isAllowed, isVisible });
  showTabs();
  lookWhoDecides();
});

audio.onstatechange = tellAllowed;
document.addEventListener("visibilitychange", tellAllowed);
// A new tab has not heard the earlier reports of the others.
cometApi.on("tabs", tellAllowed);

// ---- Notifications ----

/** By id, oldest first. */
const notifications = new Map();

/** Signals about a notification may arrive before it does. */
function notificationOf(id) {
  if (!notifications.has(id)) {
    // `told`: the tabs that were chosen. `isSettled`: one of them has played, or no tab may.
    notifications.set(id, { id, time: undefined, told: new Set(), isSettled: false });
    if (notifications.size > MAX_NOTIFICATIONS)
      notifications.delete(notifications.keys().next().value);
  }
  return notifications.get(id);
}

const isRecent = (time) => Math.abs(Date.now() - time) < RECENT_MS;

/** @param time when it was sent or came, in milliseconds since 1970. */
function receive({ id, text }, time) {
  if (typeof id !== "string" || typeof text !== "string" || !isRecent(time)) return;
  const notification = notificationOf(id);
  // The log repeats earlier notifications.
  if (notification.time) return;
  notification.time = time;
  view.addNotification(id, text);
  letOneTabSound(notification);
}

cometApi.subscription(`${CHANNEL}.notification`, ({ data, server_info }) => {
  const notification = Object(data);
  // For a notification from the log, only the sender's clock says how old it is.
  receive(notification, server_info.history ? notification.time : Date.now());
});

// No tab was connected for a while, after a crash of the master, say: ask the log.
cometApi.on("gap", ({ channel }) => {
  if (channel === CHANNEL) cometApi.get_pipe_log(CHANNEL);
});

// ---- One tab decides ----

let isInCharge = false;
let takeover;

function letOneTabSound(notification) {
  const { id, time, told, isSettled } = notification;
  if (!isInCharge || isSettled || !isRecent(time)) return;
  const tabs = [me, ...tabsWithSound()].filter((tab) => mayBeHeard(tab) && !told.has(tab));
  const tab = tabs.find((each) => known.get(each).isVisible) || tabs[0];
  if (!tab) {
    // Do not keep it for later: all sounds that wait for a click would play at once.
    tabSignal.send_emit("sound.missed", { id });
    return;
  }
  tabSignal.send_emit("sound.play", { id, tab, until: Date.now() + BEGIN_MS });
  setTimeout(() => letOneTabSound(notification), ANSWER_MS);
}

/** The first of the tabs with this page is in charge. */
function lookWhoDecides() {
  const isFirst = tabsWithSound()[0] === me;
  if (!isFirst) {
    isInCharge = false;
    clearTimeout(takeover);
    takeover = undefined;
  } else if (!isInCharge && takeover === undefined) {
    // Wait for a signal of the former tab in charge, and for the tab that it has chosen.
    takeover = setTimeout(() => {
      takeover = undefined;
      isInCharge = true;
      notifications.forEach(letOneTabSound);
    }, ANSWER_MS);
  }
}

for (const event of ["tabs", "master", "slave"]) cometApi.on(event, lookWhoDecides);
// A page that was frozen has missed the choices of that time.
for (const event of ["freeze", "pagehide"])
  addEventListener(
    event,
    () => {
      isInCharge = false;
    },
    true,
  );

// ---- What each tab does ----

tabSignal.connect("sound.play", ({ id, tab, until }) => {
  const notification = notificationOf(id);
  notification.told.add(tab);
  if (tab !== me || notification.isSettled || Date.now() > until || !mayPlay()) return;
  playSound();
  tabSignal.send_emit("sound.played", { id, tab });
});

tabSignal.connect("sound.played", ({ id, tab }) => {
  notificationOf(id).isSettled = true;
  view.showPlayed(id, tab, tab === me);
});

tabSignal.connect("sound.missed", ({ id }) => {
  const notification = notificationOf(id);
  // The tab in charge may not have heard that this tab has played.
  if (notification.isSettled) return;
  notification.isSettled = true;
  view.showMissed(id);
});

/** A click on the button lets this tab sound, too; the browser needs a moment for it. */
const audioRuns = () =>
  Promise.race([audio.resume(), new Promise((resolve) => setTimeout(resolve, 2000))]);

view.onSend((text) =>
  audioRuns().then(() => {
    tellAllowed();
    const notification = { id: Math.random().toString(36).slice(2), text, time: Date.now() };
    cometApi.web_pipe_send(CHANNEL, "notification", notification);
    // The notification reaches everybody, including other tabs of this browser, but not this tab.
    receive(notification, notification.time);
  }),
);

for (const event of ["tabs", "master", "slave"]) cometApi.on(event, showTabs);
cometApi.on("connect", () => view.showConnection("good", "connected"));
cometApi.on("disconnect", () => view.showConnection("wait", "reconnecting…"));

cometApi.start({ node: location.host });
