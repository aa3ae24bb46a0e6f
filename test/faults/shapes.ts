/** What the tabs' connection consists of: the same faults are tried with each. */
import { inject } from "vitest";

export interface Shape {
  /** How many nodes the server has. */
  readonly nodes: number;
  /** Channels of each tab besides those of the traffic, and before them. */
  readonly extraChannels: number;
  /** How many sockets the group then has. */
  readonly sockets: number;
}

export type ShapeName = "node" | "cluster" | "channels";

const SHAPES: Readonly<Record<ShapeName, Shape>> = {
  node: { nodes: 1, extraChannels: 0, sockets: 1 },
  cluster: { nodes: 2, extraChannels: 0, sockets: 2 },
  // With the traffic's own channels 102, of which a socket takes 32.
  channels: { nodes: 1, extraChannels: 100, sockets: 4 },
};

declare module "vitest" {
  interface ProvidedContext {
    /** Of the project. */
    shape: ShapeName;
  }
}

/** The shape of this project's connections. */
export function ownShape(): Shape {
  return SHAPES[inject("shape")];
}

/** Whether this project has the shape that most applications have, and tries everything. */
export function isPlain(): boolean {
  return inject("shape") === "node";
}
