/*
 * Declares its names as CometServerApi.js 3.25 does: by function declarations and variables of the
 * page. Its members find each other by the name of their constructor, whenever they are called.
 */
function comet_server_signal() {
  return comet_server_signal;
}
comet_server_signal.slots = {};
comet_server_signal.connect = function (signal, callback) {
  comet_server_signal.slots[signal] = callback;
};
comet_server_signal.send_emit = function (signal, param) {
  if (comet_server_signal.slots[signal]) comet_server_signal.slots[signal](param, signal);
};
tabSignal = comet_server_signal;

var _cometServerApi = function () {
  return this;
};
_cometServerApi.prototype.version = "3.25";
_cometServerApi.prototype.options = {};
_cometServerApi.prototype.web_pipe_send = function (channel, event, message) {
  comet_server_signal().send_emit("sent_by_original", message);
};
_cometServerApi.prototype.subscription = function (name, callback) {
  comet_server_signal().connect(name, callback);
};
_cometServerApi.prototype.start = function (options) {
  _cometServerApi.prototype.options = options;
  setTimeout(function () {
    _cometServerApi.prototype.conect();
  });
};
_cometServerApi.prototype.conect = function () {
  comet_server_signal().send_emit("started_original", _cometServerApi.prototype.options.node);
};

var cometApi = new _cometServerApi();

// eslint-disable-next-line @typescript-eslint/no-unused-vars -- pages call it
function CometServer() {
  return cometApi;
}
