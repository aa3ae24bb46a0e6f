"use strict";

/** Draws the page. Texts go through `textContent`, so that they never become markup. */
window.view = (() => {
  const MAX_ITEMS = 20;
  const TEXTS = [
    "Anna has answered you",
    "Your parcel is on its way",
    "Ben likes your picture",
    "The build is done",
    "A table is free at seven",
    "Your train leaves from platform 4",
  ];
  const ROLES = { joining: "joining…", master: "the master", slave: "a slave" };
  const element = (id) => document.getElementById(id);
  const shortId = (tab) => tab.slice(0, 4);

  /** For each notification, by id: what is known of its sound, and its element on the page. */
  const sounds = new Map();
  let own = "";
  let role = "joining";
  let maySound = false;
  let soundCount = 0;
  let textCount = Math.floor(Math.random() * TEXTS.length);

  /** A copy of a template, and a function that finds its parts. */
  function copy(template) {
    const item = element(template).content.firstElementChild.cloneNode(true);
    return [item, (selector) => item.querySelector(selector)];
  }

  function showTitle() {
    document.title = `${maySound ? "" : "🔇 "}${role} ${shortId(own)} – Notification sound`;
  }

  /** Draws the list of this browser's tabs, with the master. */
  function showTabs({ tab: me, master, tabs }) {
    own = me;
    role = !master ? "joining" : master === own ? "master" : "slave";
    const items = [own, ...tabs.filter((tab) => tab !== own)].map((tab) => {
      const [item, part] = copy("tab");
      item.classList.toggle("leads", tab === master);
      part("code").textContent = shortId(tab);
      part(".you").textContent = tab === own ? "(this tab)" : "";
      part(".role").textContent = tab === master ? "master" : "";
      return item;
    });
    element("tabs").textContent = "";
    element("tabs").append(...items);
    element("role").textContent = ROLES[role];
    showTitle();
  }

  function showAudio(isAllowed) {
    maySound = isAllowed;
    element("audio").textContent = maySound ? "allowed" : "not allowed";
    element("audio").dataset.state = maySound ? "good" : "wait";
    element("hint").hidden = maySound;
    showTitle();
  }

  /** The sound of a notification may be reported before the notification arrives. */
  function soundOf(id) {
    if (!sounds.has(id)) sounds.set(id, { tab: "", output: undefined });
    if (sounds.size > MAX_ITEMS) sounds.delete(sounds.keys().next().value);
    return sounds.get(id);
  }

  function showSound({ tab, output }) {
    if (!tab || !output) return;
    output.textContent = tab === own ? "♪ in this tab" : `♪ in tab ${shortId(tab)}`;
    output.dataset.state = tab === own ? "good" : "plain";
  }

  function addNotification({ id, text }) {
    const [item, part] = copy("notification");
    part(".text").textContent = String(text);
    part("time").textContent = new Date().toLocaleTimeString();
    element("notifications").prepend(item);
    element("empty").hidden = true;
    if (element("notifications").children.length > MAX_ITEMS)
      element("notifications").lastElementChild.remove();
    const sound = soundOf(id);
    sound.output = part(".outcome");
    showSound(sound);
  }

  function showPlayed(id, tab) {
    if (tab === own) element("count").textContent = soundCount += 1;
    const sound = soundOf(id);
    sound.tab = tab;
    showSound(sound);
  }

  function showConnection(state) {
    const isConnected = state === "connected";
    element("connection").dataset.state = isConnected ? "good" : "wait";
    element("connection").textContent = isConnected ? "connected" : "reconnecting…";
  }

  function onSend(callback) {
    element("send").addEventListener("click", () => {
      callback(TEXTS[textCount % TEXTS.length]);
      textCount += 1;
    });
  }

  return { showTabs, showAudio, addNotification, showPlayed, showConnection, onSend };
})();
