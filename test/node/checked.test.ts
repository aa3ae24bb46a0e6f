/** Handlers that get only data that fits a schema. */
import { expect, it, vi } from "vitest";
import { checked, type Schema, type SchemaResult } from "../../src/api/checked";
import type { CometError } from "../../src/api/errors";
import { fence, useTestBed } from "./test-bed";

const bed = useTestBed();

/** Texts, of which it takes `ms` milliseconds to make capitals. */
function capitals(ms = 0): Schema<string> {
  const read = (value: unknown): SchemaResult<string> =>
    typeof value === "string"
      ? { value: value.toUpperCase() }
      : { issues: [{ message: "it is a text" }] };
  const validate = (value: unknown) => {
    if (value === "throw") throw new Error("broken");
    const result = read(value);
    const isSlow = ms > 0 && value !== "fast";
    return isSlow
      ? new Promise<SchemaResult<string>>((resolve) => setTimeout(() => resolve(result), ms))
      : result;
  };
  return { "~standard": { version: 1, vendor: "test", validate } };
}

async function hearing(schema: Schema<string>) {
  const client = await bed.connect();
  const heard: string[] = [];
  client.on("error", ({ code, message }: CometError) => heard.push(`${code} ${message}`));
  await client.subscribe(
    "web_a",
    checked(client, schema, ({ data, event }) => heard.push(`${event} ${data}`)),
  ).ready;
  return { client, heard };
}

it("a checked handler gets what fits, as the schema gives it; the rest is an error event", async () => {
  const { client, heard } = await hearing(capitals());
  for (const data of ["a", 5, "throw", "b"]) bed.server.publish("web_a", "said", data);
  await fence(client);
  expect(heard).toEqual([
    "said A",
    "data Data of web_a.said does not fit: it is a text",
    "data Data of web_a.said does not fit: the schema failed: Error: broken",
    "said B",
  ]);
});

it("messages keep their order with a schema that takes time, and a throwing handler stops none", async () => {
  const { heard } = await hearing(capitals(20));
  for (const data of ["slow", "fast", 5, "last"]) bed.server.publish("web_a", "said", data);
  await vi.waitFor(() => expect(heard).toHaveLength(4));
  expect(heard.map((text) => text.split(" ").at(-1))).toEqual(["SLOW", "FAST", "text", "LAST"]);
});

it("what ended while its schema took its time hears no more; the message of `once` comes", async () => {
  const client = await bed.connect();
  const heard: string[] = [];
  const hear = checked(client, capitals(20), ({ data }) => heard.push(data));
  const ended = client.subscribe("web_a", hear);
  await client.subscribe("web_b", hear, { once: true }).ready;
  bed.server.publish("web_a", "said", "late");
  bed.server.publish("web_b", "said", "once");
  await fence(client);
  ended.unsubscribe();
  await vi.waitFor(() => expect(heard).toEqual(["ONCE"]));
});

it("a schema may give a promise that is not the page's own", async () => {
  const validate = () => ({ then: (take: (result: object) => void) => take({ value: "taken" }) });
  const { client, heard } = await hearing({
    "~standard": { version: 1, vendor: "test", validate: validate as never },
  });
  bed.server.publish("web_a", "said", 5);
  await fence(client);
  await vi.waitFor(() => expect(heard).toEqual(["said taken"]));
});

it("a schema that is none and a handler that is no function are errors at once", () => {
  const client = bed.create();
  expect(() => checked(client, {} as never, () => undefined)).toThrow(/Bad schema .*Standard/);
  expect(() => checked(client, undefined as never, () => undefined)).toThrow(/Bad schema/);
  expect(() => checked(client, capitals(), 5 as never)).toThrow(/Bad callback/);
});

it("messages keep their order though one of their validations fails late", async () => {
  const validate = (value: unknown) => {
    if (value === "broken") return Promise.reject(new Error("no"));
    const result = { value: String(value) };
    return value === "slow"
      ? new Promise<typeof result>((resolve) => setTimeout(() => resolve(result), 100))
      : result;
  };
  const { client, heard } = await hearing({
    "~standard": { version: 1, vendor: "test", validate },
  });
  for (const data of ["slow", "broken"]) bed.server.publish("web_a", "said", data);
  await fence(client);
  bed.server.publish("web_a", "said", "last");
  await vi.waitFor(() => expect(heard).toHaveLength(3));
  expect(heard.map((text) => text.split(" ").at(-1))).toEqual(["slow", "no", "last"]);
});

it("a schema may use itself to validate", async () => {
  const standard = {
    ...{ version: 1 as const, vendor: "test", suffix: "!" },
    validate(value: unknown) {
      return { value: String(value) + this.suffix };
    },
  };
  const { client, heard } = await hearing({ "~standard": standard });
  bed.server.publish("web_a", "said", "hi");
  await fence(client);
  expect(heard).toEqual(["said hi!"]);
});
