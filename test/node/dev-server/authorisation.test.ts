import { createHmac } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { DevServer } from "../../../dev-server";
import { startDevServer } from "../../../dev-server";
import { Client, requestPath } from "./client";

let server: DevServer;

beforeEach(async () => {
  server = await startDevServer({ port: 0, password: "secret" });
});
afterEach(() => server.close());

/** The first frame, and the user that the server takes the client for. */
async function authorise(key: string, id: number) {
  const client = Client.open(server.node, requestPath({ key, id }));
  const { authorized, data } = await client.nextMessage();
  return { authorized, data, userId: server.connections.at(-1)?.userId };
}

const REFUSED = { authorized: false, data: "", userId: 0 };

it("the development server takes a token of its own, for the user it names", async () => {
  const token = server.token(77);
  expect(await authorise(token, 77)).toMatchObject({ authorized: true, userId: 77 });
  expect(await authorise(token, 78)).toEqual(REFUSED);
});

it("the development server makes a hash for the user of a token, and takes that as a key from then on", async () => {
  const { data } = await authorise(server.token(77), 77);
  expect(data).toMatch(/^[0-9a-f]{32}$/);
  expect((await authorise(server.token(77), 77)).data).toBe(data);
  expect(await authorise(String(data), 77)).toMatchObject({ authorized: true });
});

it("the development server refuses an expired token", async () => {
  expect(await authorise(server.token(77, { expiresIn: -1 }), 77)).toEqual(REFUSED);
});

it("the development server refuses a token that has another signature, or none, or was changed", async () => {
  const sign = (header: object, payload: object, secret: string) => {
    const parts = [header, payload].map((part) =>
      Buffer.from(JSON.stringify(part)).toString("base64url"),
    );
    const hmac = createHmac("sha256", secret).update(parts.join("."));
    return [...parts, hmac.digest("base64url")].join(".");
  };
  const header = { alg: "HS256", typ: "JWT" };
  const payload = { user_id: 77, exp: Math.floor(Date.now() / 1000) + 60 };
  const good = sign(header, payload, "secret0");
  const [head, , signature] = good.split(".");
  const other = Buffer.from(JSON.stringify({ ...payload, user_id: 78 })).toString("base64url");

  expect(await authorise(good, 77)).toMatchObject({ authorized: true });
  expect(await authorise(sign(header, payload, "secret"), 77)).toEqual(REFUSED);
  expect(await authorise(sign({ alg: "none" }, payload, "secret0"), 77)).toEqual(REFUSED);
  expect(await authorise(sign(header, { user_id: 77 }, "secret0"), 77)).toEqual(REFUSED);
  expect(await authorise(`${head}.${other}.${signature}`, 78)).toEqual(REFUSED);
  expect(await authorise(good.slice(0, -1), 77)).toEqual(REFUSED);
  expect(await authorise(`${good}.`, 77)).toEqual(REFUSED);
});

it("the development server refuses a token of more than 600 characters", async () => {
  // The signature is right, whatever stands in the header.
  const pad = "x".repeat(500);
  const parts = [
    { alg: "HS256", pad },
    { user_id: 77, exp: 4_102_444_800 },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  const hmac = createHmac("sha256", "secret0").update(parts.join(".")).digest("base64url");
  expect(await authorise([...parts, hmac].join("."), 77)).toEqual(REFUSED);
});
