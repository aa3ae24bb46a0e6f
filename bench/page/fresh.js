/** In a page that was just loaded: connects at once, and notes when. The query says how. */
const { WebSocket: Native } = window;
const times = (window.times = {});
window.WebSocket = function (url) {
  times.constructed = performance.now() - times.start;
  const socket = new Native(url);
  socket.addEventListener("message", () => (times.ready ??= performance.now() - times.start));
  return socket;
};
times.start = performance.now();
if (window.bench.query.has("bare")) window.bench.connect("bench");
else window.cometApi.start({ node: location.host });
