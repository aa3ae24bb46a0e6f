/** For a page that was just loaded: connects at once, and notes the times. `?bare`: no library. */
const times = (window.times = {});
const sinceStart = () => performance.now() - times.start;
window.bench.watchSockets(
  (socket) => socket.addEventListener("message", () => (times.ready ??= sinceStart())),
  () => (times.constructed = sinceStart()),
);
times.start = performance.now();
if (window.bench.query.has("bare")) window.bench.connect("bench");
else if (window.bench.query.has("lock"))
  navigator.locks.request("bench", () => {
    window.bench.connect("bench");
    return new Promise(() => undefined);
  });
else window.cometApi.start({ node: location.host });
