/**
 * `npm run compat`: whether the script file keeps to the syntax of ES2018, and to what the oldest
 * browsers that package.json names under `browserslist` offer. docs/browsers.md says what it does
 * where one of the features below is missing.
 */
import { fileURLToPath } from "node:url";
import { ESLint } from "eslint";
import compat from "eslint-plugin-compat";

const FILE = "dist/CometServerApi.js";

/** The library goes on without them. */
const OPTIONAL = ["BroadcastChannel", "navigator.locks"];

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const eslint = new ESLint({
  ignore: false,
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ["**/*.js"],
      plugins: { compat },
      rules: { "compat/compat": "error" },
      settings: { lintAllEsApis: true, polyfills: OPTIONAL },
      languageOptions: { ecmaVersion: 2018, sourceType: "script" },
    },
  ],
});
const [{ messages }] = await eslint.lintFiles([FILE]);
for (const { line, message } of messages) console.error(`${FILE}:${line}: ${message}`);
if (messages.length) process.exitCode = 1;
else console.log(`ok   ${FILE}`);
