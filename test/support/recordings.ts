/** The recordings of the real server. */
import { readdirSync, readFileSync } from "node:fs";

export interface Step {
  readonly conn?: string;
  readonly open?: string;
  readonly send?: string;
  readonly recv?: string;
  readonly close?: true;
  readonly closed?: number;
  readonly cometql?: string;
  readonly note?: string;
}

export interface Recording {
  readonly file: string;
  readonly scenario: string;
  readonly apiVersion: string;
  readonly steps: readonly Step[];
}

const FOLDER = new URL("../fixtures/wire/", import.meta.url);

/** Two nodes: only a client of both understands each frame of it, and the development server is one. */
const CLUSTER = "cluster.v4.08.json";

/** All recordings of a single node. */
export function readRecordings(): readonly Recording[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json") && file !== CLUSTER)
    .map((file) => ({ ...JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")), file }));
}
