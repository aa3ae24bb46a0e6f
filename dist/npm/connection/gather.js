import { joinLogs, joinUsers } from '../protocol/cluster.js';

function gather(sessions, { command, onLog }, onDone, onLost = () => void 0, patienceMs = Infinity) {
  const answers = [];
  const logs = [];
  let timer;
  let waiting = sessions.length;
  let lost = 0;
  let finish = () => {
    finish = () => void 0;
    clearTimeout(timer);
    onDone({ answers, logs });
  };
  const settle = () => {
    if (--waiting) return;
    if (lost === sessions.length) onLost();
    else finish();
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
        if (waiting && patienceMs < Infinity) timer ?? (timer = setTimeout(() => finish(), patienceMs));
      },
      onLost() {
        lost++;
        settle();
      }
    });
  }
}
function askAll(shards, sent, onTold, patienceMs) {
  const onDone = ({ answers, logs }) => {
    onTold();
    for (const message of joinLogs(logs)) sent.onLog?.(message);
    sent.onDone(joinUsers(answers));
  };
  gather(shards, sent, onDone, sent.onLost, patienceMs);
}
function asOne(shards, patienceMs) {
  return { send: (sent) => askAll(shards, sent, () => void 0, patienceMs) };
}

export { asOne, askAll, gather };
//# sourceMappingURL=gather.js.map
