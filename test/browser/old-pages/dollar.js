/* What these pages use of jQuery. */
(function (window, document) {
  function Elements(list) {
    this.list = list;
  }

  Elements.prototype = {
    text: function (text) {
      if (text === undefined) return this.list[0].textContent;
      this.list.forEach((element) => (element.textContent = text));
      return this;
    },
    val: function (value) {
      if (value === undefined) return this.list[0].value;
      this.list[0].value = value;
      return this;
    },
    append: function (html) {
      this.list.forEach((element) => element.insertAdjacentHTML("beforeend", html));
      return this;
    },
    empty: function () {
      return this.text("");
    },
  };

  window.$ = function (what) {
    if (typeof what !== "function") return new Elements([...document.querySelectorAll(what)]);
    if (document.readyState !== "loading") what();
    else document.addEventListener("DOMContentLoaded", what);
  };

  window.$.escape = function (text) {
    return String(text).replace(/[&<>"]/g, (character) => "&#" + character.charCodeAt(0) + ";");
  };
})(window, document);
