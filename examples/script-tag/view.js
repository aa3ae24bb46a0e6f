"use strict";

/**
 * Draws the page, and knows nothing of the server. Texts of visitors go through `textContent`, so
 * that they never become markup.
 */
window.view = (() => {
  const NAME_KEY = "chat_name";
  const element = (id) => document.getElementById(id);
  /** More messages would make the page slow. */
  const MAX_MESSAGES = 500;
  const MAX_NAMES = 1000;
  const ROLES = {
    joining: "This tab is joining…",
    master: "This tab is the master",
    slave: "This tab is a slave",
  };
  const names = new Map();

  const scroll = element("scroll");
  let isAtEnd = true;

  /** Scrolls to new messages only if the visitor is at the end, not further up. */
  function followEnd() {
    if (isAtEnd) scroll.scrollTop = scroll.scrollHeight;
  }

  scroll.addEventListener("scroll", () => {
    isAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60;
  });
  new ResizeObserver(followEnd).observe(scroll);

  /** If the browser blocks storage, every access throws; the name then lasts as long as the page. */
  function withStorage(action) {
    try {
      return action(localStorage);
      // eslint-disable-next-line @typescript-eslint/no-unused-vars -- ES2018 needs the name
    } catch (error) {
      return undefined;
    }
  }

  const nameInput = element("name");
  nameInput.value =
    withStorage((storage) => storage.getItem(NAME_KEY)) ||
    `Guest ${Math.floor(100 + Math.random() * 900)}`;
  // All tabs of a browser have the same name.
  withStorage((storage) => storage.setItem(NAME_KEY, nameInput.value));

  const name = () => nameInput.value.trim() || "Guest";
  const nameOf = (uuid) => names.get(uuid) || `Visitor ${uuid.slice(0, 4)}`;

  /** Returns whether the name has changed. */
  function setName(uuid, value) {
    if (names.get(uuid) === value) return false;
    names.delete(uuid);
    names.set(uuid, value);
    if (names.size > MAX_NAMES) names.delete(names.keys().next().value);
    return true;
  }

  /** A copy of a template, and a function that finds its parts. */
  function copy(template) {
    const item = element(template).content.firstElementChild.cloneNode(true);
    return [item, (selector) => item.querySelector(selector)];
  }

  /** The colour of a browser, the same on every page. */
  function paint(avatar, uuid, label) {
    const sum = Array.from(uuid).reduce((all, letter) => all + letter.charCodeAt(0), 0);
    avatar.dataset.hue = sum % 8;
    avatar.textContent = (Array.from(label)[0] || "?").toUpperCase();
  }

  const CLOCK = { hour: "2-digit", minute: "2-digit" };

  function showTime(target, time) {
    const date = isNaN(time) ? new Date() : time;
    const isToday = date.toDateString() === new Date().toDateString();
    target.dateTime = date.toISOString();
    target.textContent = isToday
      ? date.toLocaleTimeString([], CLOCK)
      : date.toLocaleString([], Object.assign({ day: "numeric", month: "short" }, CLOCK));
  }

  /** Adds a message to the list `earlier` or `messages`. Returns a function that sets its report. */
  function addMessage({ text, name: author, uuid, time, userId, isOwn }, list) {
    const [item, part] = copy("message");
    item.classList.toggle("own", isOwn);
    item.dataset.author = `${uuid} ${author}`;
    paint(part(".avatar"), uuid, author);
    part(".author").textContent = author;
    part(".user").textContent = userId ? `user ${userId}` : "";
    part(".text").textContent = text;
    showTime(part("time"), time);

    const previous = element(list).lastElementChild;
    const isSame = previous && previous.dataset.author === item.dataset.author;
    item.classList.toggle("follows", Boolean(isSame));
    element(list).append(item);
    dropOldest(element(list));
    element("empty").hidden = true;
    if (isOwn) isAtEnd = true;
    followEnd();
    return (report) => {
      part(".report").textContent = report;
      followEnd();
    };
  }

  function dropOldest(list) {
    if (list.children.length <= MAX_MESSAGES) return;
    list.firstElementChild.remove();
    // The first message of an author shows the author.
    list.firstElementChild.classList.remove("follows");
  }

  /** Marks the place where messages are missing. */
  function showGap(from, to) {
    const [item, part] = copy("gap");
    const time = (date) => date.toLocaleTimeString([], Object.assign({ second: "2-digit" }, CLOCK));
    part("span").textContent = `Messages from ${time(from)} to ${time(to)} may be missing`;
    element("messages").append(item);
    followEnd();
  }

  function showPeople(entries, me) {
    const people = new Map();
    // One entry for each browser, even if only one of its tabs has logged in.
    for (const entry of entries)
      if (entry.user_id || !people.has(entry.uuid)) people.set(entry.uuid, entry);
    const items = Array.from(people.values(), ({ uuid, user_id: userId }) => {
      const [item, part] = copy("person");
      paint(part(".avatar"), uuid, nameOf(uuid));
      part(".author").textContent = nameOf(uuid);
      part(".you").textContent = uuid === me ? "(you)" : "";
      part(".user").textContent = userId ? `user ${userId}` : "";
      item.classList.toggle("own", uuid === me);
      return item;
    });
    items.sort((one, other) => other.classList.contains("own") - one.classList.contains("own"));
    element("people").textContent = "";
    element("people").append(...items);
    element("count").textContent = items.length;
  }

  const shortId = (tab) => tab.slice(0, 4);
  const rules = new Intl.PluralRules("en", { type: "ordinal" });
  const ENDINGS = { one: "st", two: "nd", few: "rd", other: "th" };
  const ordinal = (number) => number + ENDINGS[rules.select(number)];

  /** Draws the tabs that share a connection, and which of them holds it. */
  function showTabs({ tab: own, master, epoch, tabs }) {
    const role = !master ? "joining" : master === own ? "master" : "slave";
    const others = tabs.filter((tab) => tab !== own);
    const items = [own, ...others].map((tab) => {
      const [item, part] = copy("tab");
      item.classList.toggle("leads", tab === master);
      part("code").textContent = shortId(tab);
      part(".you").textContent = tab === own ? "(this tab)" : "";
      part(".user").textContent = tab === master ? `${ordinal(epoch)} master` : "";
      return item;
    });
    element("tabs").textContent = "";
    element("tabs").append(...items);
    element("tab-count").textContent = items.length;
    element("role").textContent = ROLES[role];
    element("role").dataset.role = role;
    element("hint-alone").hidden = others.length > 0;
    element("hint-shared").hidden = others.length === 0;
    // The title helps to find the tab that is to be closed.
    document.title = `${role} ${shortId(own)} – Chat`;
  }

  function badge(id, state, text) {
    element(id).dataset.state = state;
    element(id).textContent = text;
  }

  function showConnection(state, text) {
    badge("connection", state, text);
    document.body.dataset.connection = state;
    element("authorisation").classList.toggle("stale", state !== "good");
  }

  let isLoggedIn = false;

  /** One button logs in and out. It stays in place, and so does the keyboard focus. */
  const loginButton = element("login");

  function showAuthorisation(state, text, isUser) {
    badge("authorisation", state, text);
    isLoggedIn = isUser;
    loginButton.textContent = isUser ? "Log out" : "Log in";
  }

  function allowLogin(isAllowed) {
    loginButton.setAttribute("aria-disabled", !isAllowed);
  }

  /** Each click disables the button until `allowLogin(true)`. */
  function onLogin(logIn, logOut) {
    loginButton.addEventListener("click", () => {
      if (loginButton.getAttribute("aria-disabled") === "true") return;
      allowLogin(false);
      (isLoggedIn ? logOut : logIn)();
    });
  }

  function endOfHistory() {
    element("divider").hidden = !element("earlier").children.length;
    followEnd();
  }

  function onSend(callback) {
    const text = element("text");
    const submit = (event) => {
      event.preventDefault();
      if (text.value.trim()) callback(text.value);
      text.value = "";
      text.focus();
    };
    element("composer").addEventListener("submit", submit);
    text.addEventListener("keydown", (event) => {
      // While characters are composed (Japanese, say) Enter belongs to the input method.
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
    });
  }

  /** Calls back when the name was changed, with whether that was in this tab or in another one. */
  function onRename(callback) {
    nameInput.addEventListener("change", () => {
      withStorage((storage) => storage.setItem(NAME_KEY, name()));
      callback(true);
    });
    window.addEventListener("storage", ({ key, newValue }) => {
      if (key !== NAME_KEY || !newValue) return;
      nameInput.value = newValue;
      callback(false);
    });
  }

  return {
    name,
    setName,
    addMessage,
    endOfHistory,
    showGap,
    showPeople,
    showTabs,
    showConnection,
    showAuthorisation,
    allowLogin,
    onSend,
    onRename,
    onLogin,
  };
})();
