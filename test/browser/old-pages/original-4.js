/*
 * Declares its names as CometServerApi.js 4.08 does: its instance has all members, and a signal object
 * of its own beside that of the page, which stays if there is one.
 */
function _tabSignal() {
  var slots = {};
  this.connect = function (signal, callback) {
    slots[signal] = callback;
  };
  this.emit = function (signal, param) {
    if (slots[signal]) slots[signal](param, signal);
  };
}
if (!window.tabSignal) {
  window.tabSignal = new _tabSignal();
}
window.comet_server_signal = function () {
  return window.tabSignal;
};

var _cometServerApi = function () {
  var own = new _tabSignal();
  this.version = "4.08";
  this.options = {};
  this.web_pipe_send = function (channel, event, message) {
    window.tabSignal.emit("sent_by_original", message);
  };
  this.subscription = function (name, callback) {
    own.connect(name, callback);
  };
  this.start = function (options) {
    this.options = options;
    setTimeout(function () {
      window.tabSignal.emit("started_original", options.node);
    });
  };
  return this;
};
var cometServerApi = _cometServerApi;
var cometApi = new cometServerApi();

// eslint-disable-next-line @typescript-eslint/no-unused-vars -- pages call it
function CometServer() {
  return cometApi;
}
