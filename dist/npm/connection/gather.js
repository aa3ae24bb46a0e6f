function gather(sessions, { command, onLog }, onDone, onLost = () => void 0) {
  const answers = [];
  const logs = [];
  let waiting = sessions.length;
  let lost = 0;
  const settle = () => {
    if (--waiting) return;
    if (lost === sessions.length) onLost();
    else onDone({ answers, logs });
  };
  for (const session of sessions) {
    const log = [];
    logs.push(log);
    session.send({
      command,
      onLog: onLog && ((message) => log.push(message)),
      onDone(answer) {
        if (answer) answers.push(answer);
        settle();
      },
      onLost() {
        lost++;
        settle();
      }
    });
  }
}

export { gather };
//# sourceMappingURL=gather.js.map
