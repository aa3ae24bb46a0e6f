/** The options of a cluster, checked. */
import type { DevClusterOptions } from "./cluster-types";
import { checkInteger, InputError } from "./core/input";
import type { Settings } from "./options";
import { MAX_PORT, resolveOptions } from "./options";

export const MAX_NODES = 16;

const MIN_NODES = 2;
const DEFAULT_NODES = 2;

/**
 * The settings of each node.
 *
 * @throws InputError if an option has a value that it cannot have.
 */
export function resolveClusterOptions(options: DevClusterOptions): readonly Settings[] {
  const { nodes = DEFAULT_NODES, port, ports, ...others } = options;
  const count = checkInteger("nodes", nodes, MIN_NODES, MAX_NODES);
  if (port !== undefined && ports !== undefined) {
    throw new InputError("ports", ports, "left out, since port is given");
  }
  const all = ports === undefined ? portsFrom(port ?? 0, count) : checkPorts(ports, count);
  return all.map((one) => resolveOptions({ ...others, port: one }));
}

/** The first port and those behind it; any free ports for 0. */
function portsFrom(first: number, count: number): readonly number[] {
  checkInteger("port", first, 0, MAX_PORT + 1 - count);
  return Array.from({ length: count }, (_, index) => (first === 0 ? 0 : first + index));
}

function checkPorts(ports: unknown, count: number): readonly number[] {
  if (!Array.isArray(ports) || ports.length !== count) {
    throw new InputError("ports", ports, `a list of ${count} ports, one for each node`);
  }
  return ports.map((port, index) => checkInteger(`ports[${index}]`, port, 0, MAX_PORT));
}
