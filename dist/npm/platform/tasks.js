function callPage(callback, ...args) {
  try {
    callback(...args);
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}
const MAX_TIMER_MS = 2 ** 31 - 1;
const MESSAGE_LOST_MS = 200;
function nextTask(callback) {
  const { port1, port2 } = new MessageChannel();
  const run = () => {
    clearTimeout(timer);
    port1.close();
    callback();
  };
  const timer = setTimeout(run, MESSAGE_LOST_MS);
  port1.onmessage = run;
  port2.postMessage(0);
}

export { MAX_TIMER_MS, callPage, nextTask };
//# sourceMappingURL=tasks.js.map
