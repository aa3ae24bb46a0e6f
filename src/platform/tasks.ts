/**
 * Calls a callback of the page. If it throws, the caller goes on, and the error is reported as an
 * uncaught one.
 */
export function callPage<Args extends unknown[]>(
  callback: (...args: Args) => unknown,
  ...args: Args
): void {
  try {
    callback(...args);
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}

/**
 * Runs `callback` in a task of its own, after the present one and its promises. Uses a message,
 * because browsers delay the timers of hidden pages by up to a second.
 */
export function nextTask(callback: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(0);
}
