"use strict";

/**
 * What stands on the page, without a word about the server. Whatever people wrote goes through
 * `textContent`, so that it is shown as they wrote it and never becomes markup.
 */
window.view = (() => {
  const NAME_KEY = "chat_name";
  const element = (id) => document.getElementById(id);
  const names = new Map();

  const scroll = element("scroll");
  let isAtEnd = true;

  /** New messages are followed by whoever reads the end, not by whoever reads further up. */
  function followEnd() {
    if (isAtEnd) scroll.scrollTop = scroll.scrollHeight;
  }

  scroll.addEventListener("scroll", () => {
    isAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60;
  });
  new ResizeObserver(followEnd).observe(scroll);

  const nameInput = element("name");
  nameInput.value =
    localStorage.getItem(NAME_KEY) || `Guest ${Math.floor(100 + Math.random() * 900)}`;

  const name = () => nameInput.value.trim() || "Guest";
  const nameOf = (uuid) => names.get(uuid) || `Visitor ${uuid.slice(0, 4)}`;

  /** A copy of a template, and a function that finds its parts. */
  function copy(template) {
    const item = element(template).content.firstElementChild.cloneNode(true);
    return [item, (selector) => item.querySelector(selector)];
  }

  /** The same colour for the same browser, wherever it is seen. */
  function paint(avatar, uuid, label) {
    const sum = Array.from(uuid).reduce((all, letter) => all + letter.charCodeAt(0), 0);
    avatar.dataset.hue = sum % 8;
    avatar.textContent = (Array.from(label)[0] || "?").toUpperCase();
  }

  function showTime(target, time) {
    const date = isNaN(time) ? new Date() : time;
    const isToday = date.toDateString() === new Date().toDateString();
    const clock = { hour: "2-digit", minute: "2-digit" };
    target.dateTime = date.toISOString();
    target.textContent = isToday
      ? date.toLocaleTimeString([], clock)
      : date.toLocaleString([], Object.assign({ day: "numeric", month: "short" }, clock));
  }

  /** Adds a message to the list `earlier` or `messages`. Returns the place of its report. */
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
    element("empty").hidden = true;
    if (isOwn) isAtEnd = true;
    followEnd();
    return part(".report");
  }

  function showPeople(entries, me) {
    const people = new Map(entries.map((entry) => [entry.uuid, entry]));
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

  function badge(id, state, text) {
    element(id).dataset.state = state;
    element(id).textContent = text;
  }

  function showConnection(state, text) {
    badge("connection", state, text);
    document.body.dataset.connection = state;
  }

  function showAuthorisation(state, text, isLoggedIn) {
    badge("authorisation", state, text);
    element("login").hidden = isLoggedIn;
    element("logout").hidden = !isLoggedIn;
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

  function onRename(callback) {
    nameInput.addEventListener("change", () => {
      localStorage.setItem(NAME_KEY, name());
      callback();
    });
  }

  return {
    name,
    setName: (uuid, value) => names.set(uuid, value),
    addMessage,
    endOfHistory,
    showPeople,
    showConnection,
    showAuthorisation,
    onSend,
    onRename,
    onLogin: (callback) => element("login").addEventListener("click", callback),
    onLogout: (callback) => element("logout").addEventListener("click", callback),
  };
})();
