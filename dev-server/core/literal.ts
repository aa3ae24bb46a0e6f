/** The text of a SQL literal, as a program on the server side would type it. */
import { escapeLiteral } from "./escape";
import { checkBoolean, InputError } from "./input";
import type { MessageOptions } from "./types";

/** Raw text unchanged; any other value as JSON, escaped. */
export function literalText(data: unknown, { raw = false }: MessageOptions = {}): string {
  if (checkBoolean("raw", raw)) {
    if (typeof data === "string") return data;
    throw new InputError("data", data, "a text, since raw is true");
  }
  return escapeLiteral(toJson(data));
}

function toJson(data: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(data);
  } catch {
    json = undefined;
  }
  if (json === undefined) throw new InputError("data", data, "a value that JSON can hold");
  return json;
}
