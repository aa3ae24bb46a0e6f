/** Examines the way to the nodes of a client that reaches none of them. */
import type { CometOptions } from "../api/types";
import type { Settings } from "../client/settings";
import { nextTask } from "../platform/tasks";
import { diagnose, type Case } from "./diagnosis";
import type { Finding } from "./finding";
import { probe } from "./probe";

/** @param isRefused whether the client was refused for good, and has stopped. */
export async function examineWay(settings: Settings, isRefused: boolean): Promise<Finding[]> {
  const { nodes, devId, wantsTls } = settings;
  const policy = watchPolicy();
  const probes = await Promise.all(
    nodes.map(async (node) => {
      // Both at once, because each may take seconds.
      const other = probe(node, devId, !wantsTls);
      return { node, probe: await probe(node, devId, wantsTls), other: await other };
    }),
  );
  // The browser reports violations in tasks of their own.
  await new Promise<void>(nextTask);
  policy.end();
  const tls = tlsOf(settings.options, wantsTls);
  const asksKey = settings.keys.isUsed;
  const { origin } = location;
  return probes.map((one) =>
    diagnose({ ...one, tls, isRefused, asksKey, origin, isForbidden: policy.forbids(one.node) }),
  );
}

function tlsOf({ wss }: CometOptions, wantsTls: boolean): Case["tls"] {
  if (!wantsTls) return "none";
  return wss ? "option" : "page";
}

/** Notes which connections the page's policy forbids, from now on. */
function watchPolicy() {
  const blocked: string[] = [];
  const onViolation = ({ blockedURI, disposition }: SecurityPolicyViolationEvent) => {
    if (disposition === "enforce") blocked.push(blockedURI);
  };
  addEventListener("securitypolicyviolation", onViolation);
  return {
    forbids: (node: string) => blocked.some((uri) => uri.includes(`//${node.split("/")[0]}`)),
    end: () => removeEventListener("securitypolicyviolation", onViolation),
  };
}
