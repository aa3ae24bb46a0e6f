/** The TypeScript of the README compiles, each piece behind the declaration of the first. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { errorsIn } from "../support/compile";

const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** What the pieces take from their application. */
const APPLICATION = `
declare const signal: AbortSignal;
declare function fetchKey(): Promise<string>;
declare const show: (...args: unknown[]) => void;
declare const showTyping: (name: string) => void;
declare const render: (users: readonly unknown[]) => void;
declare const handle: (message: unknown) => void;
declare const startApplication: (...args: unknown[]) => void;
`;
const DECLARATION = `
interface Channels {
  web_chat: { message: { text: string }; typing: { name: string } };
  track_online: import("comet-server-api").TrackEvents;
}`;
const INSTANCE = `declare const comet: import("comet-server-api").CometApi<Channels>;`;

const components = [...README.matchAll(/^```tsx\n([^]*?)^```/gm)].map(([, piece = ""]) => piece);
const pieces = [...README.matchAll(/^```ts\n([^]*?)^```/gm)].map(([, piece = ""]) => piece);

function moduleOf(piece: string): string {
  const declaration = piece.includes("interface Channels") ? "" : DECLARATION;
  const instance = piece.includes("const comet =") ? "" : INSTANCE;
  return [APPLICATION, declaration, instance, piece, "export {};"].join("\n");
}

it("all TypeScript of the README compiles", { timeout: 60_000 }, () => {
  expect(pieces.length).toBeGreaterThanOrEqual(3);
  expect(components.length).toBeGreaterThanOrEqual(1);
  const modules = [...pieces.map(moduleOf), ...components];
  const errors = errorsIn(...modules).map((each) => [...each.values()]);
  expect(errors).toEqual(modules.map(() => []));
});
