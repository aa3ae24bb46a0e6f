import { expect, it } from "vitest";
import { connectionUrl } from "../../../src/protocol/url";
import { recordedPaths } from "./recorded";

const PATH = /^(.*)\/ws\/sesion=(.*)&myid=(.*)&devid=(.*)&v=(.*)&uuid=(.*)&api=js$/;

const complete = recordedPaths.filter((path) => PATH.test(path));

it.each(complete)("the address of a connection is %s, as recorded", (path) => {
  const [, prefix = "", userKey = "", userId = "", devId, version = "", uuid = ""] =
    PATH.exec(path) ?? [];
  const parameters = { devId: Number(devId), userId, userKey, uuid };
  const url = (secure: boolean) =>
    connectionUrl(`comet.example:8087${prefix}`, { ...parameters, secure }, version);
  expect(url(false)).toBe(`ws://comet.example:8087${path}`);
  expect(url(true)).toBe(`wss://comet.example:8087${path}`);
});

it("the recordings hold anonymous, authorised and JWT paths, a prefix, and both versions", () => {
  for (const part of [
    "sesion=&myid=&",
    "sesion=hash12&myid=12&",
    "=eyJ",
    "/comet-server/",
    "v=3.25",
  ])
    expect(complete.some((path) => path.includes(part))).toBe(true);
});
