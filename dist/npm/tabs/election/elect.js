import { LockElector } from './lock-elector.js';
import { MessageElector } from './message-elector.js';

function elect(name, tab, events, post, onElector) {
  const join = (elector) => {
    onElector(elector);
    elector.join();
  };
  const byMessages = () => join(new MessageElector(tab, events, post));
  if (navigator.locks) join(new LockElector(name, tab, events, byMessages));
  else byMessages();
}

export { elect };
//# sourceMappingURL=elect.js.map
