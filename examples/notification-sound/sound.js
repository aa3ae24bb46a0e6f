"use strict";

/* global cometApi, tabSignal, view */

/**
 * Each notification is heard in exactly one tab of the browser.
 *
 * Every tab gets every notification. One of the tabs with this page is in charge and decides which
 * of them sounds: the visible one first, of those that the browser lets sound. The tab with the
 * connection (`isMaster()`) may show another page of the site, which knows nothing of sounds.
 * The tab in charge tells all tabs by the signal "sound.play", and the tab that sounds tells all by
 * "sound.played". A tab that was told to and says nothing, as it was just closed or frozen, is
 * replaced by another one; and what a tab in charge leaves undone, the next one does.
 *
 * Where less will do, `cometApi.oncePerBrowser("web_news", playSound)` is all that a page needs.
 */
const CHANNEL = "web_notifications";

/** Later than this nobody sounds: it would tell of nothing new. */
const RECENT_MS = 5000;
/** A tab that is told to sound begins within this time or, where it was frozen, not at all. */
const BEGIN_MS = 1000;
/** It has said so after this time, or another tab is told to. */
const ANSWER_MS = 1500;
/** So many notifications are remembered; many more than come in RECENT_MS. */
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

/** Of each tab with this page what it said last; those that are gone are left out where it is read. */
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
// A tab that is new has not heard what the others said before.
cometApi.on("tabs", tellAllowed);

// ---- Notifications ----

/** By id, oldest first. */
const notifications = new Map();

/** Signals about a notification may arrive before it does. */
function notificationOf(id) {
  if (!notifications.has(id)) {
    // `told`: the tabs that were told to sound. `isSettled`: one has, or none may.
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
  // The log repeats what came before.
  if (notification.time) return;
  notification.time = time;
  view.addNotification(id, text);
  letOneTabSound(notification);
}

cometApi.subscription(`${CHANNEL}.notification`, ({ data, server_info }) => {
  const notification = Object(data);
  // How old it is where the log repeats it, only the sender's clock tells.
  receive(notification, server_info.history ? notification.time : Date.now());
});

// Nobody was connected for a while, at a crash of the master, say: the log has what came meanwhile.
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
    // Not kept for later: sounds that wait for a click would all come at once.
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
    // What the tab before said last may be on its way; what it told a tab to do, may be done.
    takeover = setTimeout(() => {
      takeover = undefined;
      isInCharge = true;
      notifications.forEach(letOneTabSound);
    }, ANSWER_MS);
  }
}

for (const event of ["tabs", "master", "slave"]) cometApi.on(event, lookWhoDecides);
// A page that was frozen does not know what was decided meanwhile.
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
  // The master may not have heard that a tab has sounded.
  if (notification.isSettled) return;
  notification.isSettled = true;
  view.showMissed(id);
});

/** The click on the button is one that lets this tab sound; it takes the browser a moment. */
const audioRuns = () =>
  Promise.race([audio.resume(), new Promise((resolve) => setTimeout(resolve, 2000))]);

view.onSend((text) =>
  audioRuns().then(() => {
    tellAllowed();
    const notification = { id: Math.random().toString(36).slice(2), text, time: Date.now() };
    cometApi.web_pipe_send(CHANNEL, "notification", notification);
    // It goes to everybody, other tabs of this browser included, but not to this one.
    receive(notification, notification.time);
  }),
);

for (const event of ["tabs", "master", "slave"]) cometApi.on(event, showTabs);
cometApi.on("connect", () => view.showConnection("good", "connected"));
cometApi.on("disconnect", () => view.showConnection("wait", "reconnecting…"));

cometApi.start({ node: location.host });
