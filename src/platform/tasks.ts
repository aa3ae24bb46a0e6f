/**
 * Calls a callback of the page. Where it throws, what runs now goes on, and the error is reported
 * as an uncaught one.
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
 * Runs `callback` as a task of its own, after the present one and all its promises. A message is
 * used, since timers of hidden pages are held back for a second.
 */
export function nextTask(callback: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(0);
}
