/** The recordings of the real server. */
import { readdirSync, readFileSync } from "node:fs";

export interface Step {
  readonly conn?: string;
  /** The node of a cluster that is connected to. */
  readonly node?: "A" | "B";
  readonly open?: string;
  readonly send?: string;
  readonly recv?: string;
  readonly close?: true;
  readonly closed?: number;
  readonly cometql?: string;
  /** Where a cluster was sent the SQL. */
  readonly at?: "A" | "B" | "proxy";
  readonly note?: string;
}

export interface Recording {
  readonly file: string;
  readonly scenario: string;
  readonly apiVersion: string;
  readonly steps: readonly Step[];
}

const FOLDER = new URL("../fixtures/wire/", import.meta.url);

/** Two nodes. */
const CLUSTER = "cluster.v4.08.json";

/** All recordings of a single node. */
export function readRecordings(): readonly Recording[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json") && file !== CLUSTER)
    .map(read);
}

export function readClusterRecording(): Recording {
  return read(CLUSTER);
}

function read(file: string): Recording {
  return { ...JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")), file };
}
