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

  /** For each notification on the page: the element that says which tab has played its sound. */
  const outcomes = new Map();
  let soundCount = 0;
  let textCount = Math.floor(Math.random() * TEXTS.length);

  /** A copy of a template, and a function that finds its parts. */
  function copy(template) {
    const item = element(template).content.firstElementChild.cloneNode(true);
    return [item, (selector) => item.querySelector(selector)];
  }

  /** Draws the list of this browser's tabs, with the master and the tabs that may sound. */
  function showTabs({ tab: own, master, tabs }, mayBeHeard) {
    const role = !master ? "joining" : master === own ? "master" : "slave";
    const all = [own, ...tabs.filter((tab) => tab !== own)];
    const items = all.map((tab) => {
      const [item, part] = copy("tab");
      item.classList.toggle("leads", tab === master);
      part("code").textContent = shortId(tab);
      part(".you").textContent = tab === own ? "(this tab)" : "";
      part(".role").textContent = tab === master ? "master" : "";
      part(".audio").textContent = mayBeHeard(tab) ? "may sound" : "needs a click";
      part(".audio").dataset.state = mayBeHeard(tab) ? "good" : "plain";
      return item;
    });
    element("tabs").textContent = "";
    element("tabs").append(...items);
    element("role").textContent = ROLES[role];
    element("audio").textContent = mayBeHeard(own) ? "allowed" : "not allowed";
    element("audio").dataset.state = mayBeHeard(own) ? "good" : "wait";

    // Before the other tabs have reported, nothing is known.
    const isSilent = role !== "joining" && !all.some(mayBeHeard);
    element("hint").hidden = !isSilent;
    document.title = `${isSilent ? "🔇 " : ""}${role} ${shortId(own)} – Notification sound`;
  }

  function addNotification(id, text) {
    const [item, part] = copy("notification");
    part(".text").textContent = text;
    part("time").textContent = new Date().toLocaleTimeString();
    element("notifications").prepend(item);
    element("empty").hidden = true;
    const showOutcome = (words, state) => {
      part(".outcome").textContent = words;
      part(".outcome").dataset.state = state;
    };
    // The outcome may be known before the notification arrives.
    const early = outcomes.get(id);
    outcomes.set(id, showOutcome);
    if (Array.isArray(early)) showOutcome(...early);
    if (outcomes.size > MAX_ITEMS) outcomes.delete(outcomes.keys().next().value);
    if (element("notifications").children.length > MAX_ITEMS)
      element("notifications").lastElementChild.remove();
  }

  function showOutcome(id, ...outcome) {
    const show = outcomes.get(id);
    if (typeof show === "function") show(...outcome);
    else outcomes.set(id, outcome);
  }

  function showPlayed(id, tab, isHere) {
    if (isHere) element("count").textContent = soundCount += 1;
    showOutcome(
      id,
      isHere ? "♪ in this tab" : `♪ in tab ${shortId(tab)}`,
      isHere ? "good" : "plain",
    );
  }

  const showMissed = (id) => showOutcome(id, "no tab may sound", "wait");

  function showConnection(state, text) {
    element("connection").dataset.state = state;
    element("connection").textContent = text;
  }

  function onSend(callback) {
    element("send").addEventListener("click", () => {
      callback(TEXTS[textCount % TEXTS.length]);
      textCount += 1;
    });
  }

  return { showTabs, addNotification, showPlayed, showMissed, showConnection, onSend };
})();
