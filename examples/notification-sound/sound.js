"use strict";

/* global cometApi, tabSignal, view */

/**
 * Every tab gets every notification, and one tab sounds: `oncePerBrowser` chooses it among the tabs
 * that have such a callback, a visible one first, and chooses again if that tab is closed, crashes or
 * is frozen. A tab has the callback only while the browser lets it sound.
 */
const KEY = "web_notifications.notification";

/** Older notifications are silent: after a lost connection they may come late, out of the log. */
const RECENT_MS = 5000;

/** Browsers keep it "suspended" until somebody clicks in the tab or presses a key. */
const audio = new (window.AudioContext || window.webkitAudioContext)();
for (const type of ["click", "keydown"]) addEventListener(type, () => audio.resume());

/** Two notes of a bell. */
function playBell() {
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

function sound({ data, server_info }) {
  const { id, time } = Object(data);
  if (server_info.history && !(Date.now() - time < RECENT_MS)) return;
  playBell();
  tabSignal.send_emit("sound.played", { id, tab: cometApi.getTabUUID() });
}

/** The id of this tab's callback, while it has one. */
let turn;

function takePart() {
  const maySound = audio.state === "running";
  if (maySound) turn = turn || cometApi.oncePerBrowser(KEY, sound);
  else if (turn) turn = void cometApi.unsubscription(turn);
  view.showAudio(maySound);
}
audio.onstatechange = takePart;
takePart();

// ---- What the page shows ----

cometApi.subscribe(KEY, ({ data }) => view.addNotification(Object(data)), { recover: true });
tabSignal.connect("sound.played", ({ id, tab }) => view.showPlayed(id, tab));
for (const event of ["tabs", "master", "slave"])
  cometApi.on(event, () => view.showTabs(cometApi.inspect()));
cometApi.on("state", ({ state }) => view.showConnection(state));

// The site's back end sends a notification to everybody who has this page open.
view.onSend((text) => fetch("/demo/notify", { method: "POST", body: text }));

cometApi.start({ node: location.host });
