import { CometError } from '../../api/errors.js';

function firstOf(all, { count, length }) {
  let left = length;
  const end = all.findIndex((pending, index) => {
    left -= pending.request.command.text.length;
    return index > 0 && (index >= count || left < 0);
  });
  return all.slice(0, end < 0 ? all.length : end);
}
function keyOf({ tab, number }) {
  return tab + number;
}
function unconfirmed(channel) {
  return new CometError("unconfirmed", `Message to ${channel} sent, but not confirmed`, channel);
}

export { firstOf, keyOf, unconfirmed };
//# sourceMappingURL=pending.js.map
