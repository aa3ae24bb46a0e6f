/** Helpers for every page; loaded before the library. */
window.bench = {
  query: new URLSearchParams(location.search),

  /** The time in milliseconds since 1970; clocks of other tabs may differ a little. */
  now: () => performance.timeOrigin + performance.now(),

  /**
   * Watches the sockets that the page makes from now on.
   * @param onSocket called with each, before anybody else listens to it.
   * @param onCall called before a socket is made.
   */
  watchSockets(onSocket, onCall = () => undefined) {
    const { WebSocket } = window;
    window.WebSocket = function (url) {
      onCall();
      const socket = new WebSocket(url);
      onSocket(socket);
      return socket;
    };
  },

  /** A connection without the library: `onText` is called for each frame after the first. */
  connect(channel, onText, onFirst = () => undefined) {
    const uuid = crypto.getRandomValues(new Uint8Array(16)).join("").padEnd(32, "0").slice(0, 32);
    const path = `/ws/sesion=&myid=&devid=0&v=4.10&uuid=${uuid}&api=js`;
    const socket = new WebSocket(`ws://${location.host}${path}`);
    socket.onopen = () => socket.send(`subscription\n${channel}`);
    socket.onmessage = () => {
      socket.onmessage = ({ data }) => onText(data);
      onFirst();
    };
    return socket;
  },
};

// As in a browser that has none.
if (window.bench.query.has("storage")) delete window.BroadcastChannel;
