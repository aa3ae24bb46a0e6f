import { nextTask } from '../platform/tasks.js';
import { diagnose } from './diagnosis.js';
import { probe } from './probe.js';

async function examineWay(settings, isRefused) {
  const { nodes, devId, wantsTls } = settings;
  const policy = watchPolicy();
  const probes = await Promise.all(
    nodes.map(async (node) => {
      const other = probe(node, devId, !wantsTls);
      return { node, probe: await probe(node, devId, wantsTls), other: await other };
    })
  );
  await new Promise(nextTask);
  policy.end();
  const tls = tlsOf(settings.options, wantsTls);
  const asksKey = settings.keys.isUsed;
  const { origin } = location;
  return probes.map(
    (one) => diagnose({ ...one, tls, isRefused, asksKey, origin, isForbidden: policy.forbids(one.node) })
  );
}
function tlsOf({ wss }, wantsTls) {
  if (!wantsTls) return "none";
  return wss ? "option" : "page";
}
function watchPolicy() {
  const blocked = [];
  const onViolation = ({ blockedURI, disposition }) => {
    if (disposition === "enforce") blocked.push(blockedURI);
  };
  addEventListener("securitypolicyviolation", onViolation);
  return {
    forbids: (node) => blocked.some((uri) => uri.includes(`//${node.split("/")[0]}`)),
    end: () => removeEventListener("securitypolicyviolation", onViolation)
  };
}

export { examineWay };
//# sourceMappingURL=way.js.map
