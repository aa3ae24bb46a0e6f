/** What the page of a tab tells the tests; plain data. */
import type { CometOptions, Gap, TabsInfo } from "../../../src/api/types";

/** The channel on which the server counts. */
export const NEWS = "news";
/** The event of the private messages that the server counts. */
export const LETTER = "letter";
/** The channel in which visitors are present, where the page's address has `present`. */
export const ROOM = "track_room";
/** The channel to which tabs publish. */
export const ORDERS = "web_orders";

/** Of the further channels, where the page's address has `channels`. */
export const extraChannel = (index: number): string => `web_extra${index}`;

/** A message of the server. */
export interface Numbered {
  n: number;
}

/** A message of a tab: `k` counts per document. */
export interface Order {
  doc: string;
  k: number;
}

/** All that a document has seen so far. */
export interface Report {
  /** Of the document: another one after each load. */
  doc: string;
  /** The numbers in the order in which they came. */
  heard: number[];
  /** The numbers of private messages in the order in which they came. */
  letters: number[];
  orders: Order[];
  /** The number of the last order that was given. */
  sent: number;
  unconfirmed: number[];
  gaps: Gap[];
  /** How many messages came on each of the further channels. */
  extras: Record<string, number>;
  /** Events of the API and of the page, errors and violations of its policy. */
  events: { name: string; at: number; detail?: unknown }[];
}

export interface Status {
  doc: string;
  isMaster: boolean | undefined;
  isConnected: boolean;
  isAuthorized: boolean | undefined;
  tabs: TabsInfo | undefined;
  /** The last number; 0 before the first. */
  last: number;
  sent: number;
}

/** `window.tab` of the test page. */
export interface PageTab {
  report(): Report;
  status(): Status;
  start(options?: CometOptions): void;
  stop(): void;
  /** Sends one order. */
  send(): void;
  /** Sends one every so many milliseconds, hidden or not; 0 ends it. */
  sendEvery(milliseconds: number): void;
}
