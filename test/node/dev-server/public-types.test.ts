import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { expect, it } from "vitest";

it("the public types of the development server show no internals", async () => {
  const bundle = await rollup({
    input: "dev-server/index.ts",
    external: [/^node:/, "ws"],
    plugins: [dts({ tsconfig: "dev-server/tsconfig.json" })],
  });
  const { output } = await bundle.generate({ format: "es" });
  await bundle.close();
  const { code } = output[0];
  expect(code.match(/declare (class|const|function) \w+/g)).toEqual([
    "declare function startDevCluster",
    "declare class InputError",
    "declare function startDevServer",
  ]);
  expect(code).not.toMatch(/\bBuffer\b|\bMember\b|\bSettings\b/);
});
