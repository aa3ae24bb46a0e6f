/**
 * For pages that hear a message every few milliseconds while the leader ends: with the library
 * (`?run=library`), or with the least that the browser needs (`?run=bare`).
 */
(() => {
  const { query, connect } = window.bench;
  const channel = query.get("channel");
  const times = [];
  const numbers = [];
  const trace = [];

  function heard(number) {
    times.push(performance.now());
    numbers.push(number);
  }

  const note = (what) => trace.push([what, performance.now()]);

  /**
   * The longest time without messages since `mark`, how many were missed in it, and how many came
   * twice or late. If any time has missed messages, only such times count: in the others the server
   * was slow.
   */
  function hole(mark) {
    const first = Math.max(
      1,
      times.findIndex((time) => time > mark),
    );
    let longest = { ms: 0, missed: 0 };
    let repeated = 0;
    for (let i = first; i < times.length; i++) {
      const step = numbers[i] - numbers[i - 1];
      if (step < 1) repeated++;
      const ms = times[i] - times[i - 1];
      const isLonger = step > 1 === longest.missed > 0 ? ms > longest.ms : step > 1;
      if (isLonger) longest = { ms, missed: step - 1, from: times[i - 1], to: times[i] };
    }
    const { from, to } = longest;
    const steps = trace.filter(([, at]) => at >= from - 5 && at <= to + 1);
    const stages = Object.fromEntries(steps.map(([what, at]) => [what, at - from]));
    return { ms: longest.ms, missed: longest.missed, repeated, stages };
  }

  /** How many messages came in the last `ms` milliseconds. */
  function recent(ms) {
    const now = performance.now();
    return times.filter((time) => time > now - ms).length;
  }

  function runLibrary() {
    const { cometApi } = window;
    const listen = (socket) => {
      socket.addEventListener("open", () => note("open"));
      socket.addEventListener("message", () => note("first"), { once: true });
    };
    window.bench.watchSockets(listen, () => note("socket"));
    for (const name of ["master", "slave", "connect", "disconnect"])
      cometApi.on(name, () => note(name));
    cometApi.subscription(channel, ({ data }) => heard(data));
    cometApi.start({ node: query.get("node") ?? location.host });
    return () => cometApi.isMaster();
  }

  /** The page that has the lock connects, and passes on what it hears. */
  function runBare() {
    let bus;
    let isMaster = false;
    let release = () => undefined;
    let end = { signal: AbortSignal.abort() };
    const lead = () =>
      new Promise((resolve) => {
        note("master");
        isMaster = true;
        note("socket");
        const socket = connect(
          channel,
          (text) => {
            const [, number] = /"data":"?(\d+)/.exec(text) ?? [];
            bus.postMessage(Number(number));
            heard(Number(number));
          },
          () => note("first"),
        );
        release = () => (socket.close(), resolve());
      });
    const join = () => {
      if (!end.signal.aborted) return;
      bus = query.has("storage") ? storageBus() : new BroadcastChannel("bench");
      bus.onmessage = ({ data }) => heard(data);
      end = new AbortController();
      navigator.locks.request("bench", { signal: end.signal }, lead).catch(() => undefined);
    };
    const leave = () => {
      if (end.signal.aborted) return;
      isMaster = false;
      end.abort();
      release();
      // An open bus would throw the page out of the back/forward cache.
      bus.close();
    };
    addEventListener("pagehide", leave);
    addEventListener("pageshow", ({ persisted }) => persisted && join());
    // These do not bubble.
    document.addEventListener("freeze", leave);
    document.addEventListener("resume", join);
    join();
    return () => isMaster;
  }

  function storageBus() {
    const onStorage = ({ key, newValue }) => {
      if (key === "bench") bus.onmessage({ data: Number(newValue) });
    };
    const bus = {
      onmessage: undefined,
      postMessage: (data) => localStorage.setItem("bench", data),
      close: () => removeEventListener("storage", onStorage),
    };
    addEventListener("storage", onStorage);
    return bus;
  }

  const runs = { library: runLibrary, bare: runBare };
  if (!query.has("run")) return;
  window.failover = { hole, recent, isMaster: runs[query.get("run")]() };
})();
