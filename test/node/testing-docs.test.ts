/** docs/testing.md shows the files of examples/testing, which `node` and `browser` run. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

it("the code in docs/testing.md is that of the examples which are tested", () => {
  const blocks = [...read("docs/testing.md").matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
  const folder = readdirSync(new URL("../../examples/testing", import.meta.url));
  const files = folder.filter((name) => name.endsWith(".ts"));
  expect(blocks.toSorted()).toEqual(
    files.map((name) => read(`examples/testing/${name}`)).toSorted(),
  );
});
