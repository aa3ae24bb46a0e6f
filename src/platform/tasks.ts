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

/** A longer timer would end at once, because browsers hold its time in 32 bits. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

const MESSAGE_LOST_MS = 200;

/**
 * Runs `callback` in a task of its own, after the present one and its promises. Uses a message,
 * because browsers delay the timers of hidden pages by up to a second; and a timer for the case that
 * the page goes into the back/forward cache, where WebKit loses messages but keeps timers.
 */
export function nextTask(callback: () => void): void {
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
