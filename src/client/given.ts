/** What the page has given, which may be of any type, and may throw when it is read. */
import { badArgument } from "../api/errors";
import type { SubscriptionOptions } from "../api/types";
import type { Sink } from "../platform/console";
import { textOf } from "../protocol/values";

/** Longer values may be a key in the wrong place. */
const MAX_SHOWN = 20;

/**
 * The addresses in a value of `node`, without their schemes and slashes: a list, or a text that
 * separates them by commas.
 */
export function hostsOf(value: unknown): readonly string[] {
  const hosts = listOf(value).flatMap((node) =>
    (node ? textOf(node) : "").split(",").map((host) =>
      host
        .trim()
        .replace(/^(\w+:)?\/\//, "")
        .replace(/([^/])\/+$/, "$1")
        // A path without a host: browsers would take its first part for the host.
        .replace(/^\/.*/, ""),
    ),
  );
  return [...new Set(hosts.filter(Boolean))];
}

/** `value` as a text if it matches the pattern, otherwise `""`. */
export function fit(value: unknown, pattern: RegExp): string {
  const text = value ? textOf(value) : "";
  return pattern.test(text) ? text : "";
}

/** `null` stands for the page's own. */
export function switchOf(value: unknown): boolean | null | undefined {
  return typeof value === "boolean" || value === null ? value : undefined;
}

/** A value as an error may show it that goes to the console. */
export function shownOf(value: unknown): unknown {
  return typeof value !== "object" && textOf(value).length > MAX_SHOWN ? "…" : value;
}

export type Members = readonly (readonly [name: string, value: unknown])[];

/** The members of options that the page has given; `undefined` if they cannot be read. */
export function membersOf(options: unknown): Members | undefined {
  if (!options) return [];
  try {
    const isObject = typeof options === "object" && !Array.isArray(options);
    return isObject ? Object.entries(options) : undefined;
  } catch {
    return undefined;
  }
}

/** A logger, if the value is one. */
export function loggerOf(value: unknown): Sink | undefined {
  try {
    const sink = Object(value) as Sink;
    const all = [sink.debug, sink.info, sink.warn, sink.error];
    return all.every((write) => typeof write === "function") ? sink : undefined;
  } catch {
    return undefined;
  }
}

/** The members of an argument. @throws CometError if it is no object, or cannot be read. */
export function readMembers<Options extends object>(options: Options | null | undefined): Options {
  if (options != null && Object(options) !== options)
    throw badArgument("options", options, "it is an object");
  try {
    return { ...options } as Options;
  } catch {
    throw badArgument("options", options, "it must be possible to read them");
  }
}

/** The elements of a list, or the value alone. */
function listOf(value: unknown): unknown[] {
  try {
    return Array.isArray(value) ? [...(value as unknown[])] : [value];
  } catch {
    return [];
  }
}

/** @throws CometError for a value that is neither true nor false. */
export function recoverOf(options: unknown): boolean | undefined {
  const { recover } = readMembers(Object(options) as SubscriptionOptions);
  if (recover === undefined || typeof recover === "boolean") return recover;
  throw badArgument("recover", recover, "it is true or false");
}

/** The keys that a text has one below the other; any other value is a key by itself. */
export function linesOf(key: unknown): unknown[] {
  if (typeof key !== "string") return [key];
  const lines = key
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.length ? lines : [key];
}
