/** What the compiler says about a wrong line: its first line names the channel or the event. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { beforeAll, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const FILE = join(ROOT, "test/types/wrong-lines.ts");

const DECLARATION = `
import { CometApi, type TrackEvents } from "../../src/index";
interface Channels {
  web_chat: { message: { text: string }; typing: { name: string } };
  webauth_news: { item: string[] };
  track_online: TrackEvents;
}
const api = new CometApi<Channels>();
`;

/** Each a wrong line, and what its error has to say. */
const WRONG: readonly (readonly [line: string, says: RegExp])[] = [
  [`api.subscribe("web_chaat", () => 0);`, /"there is no channel web_chaat"/],
  [`api.subscribe("web_chat.mesage", () => 0);`, /"web_chat has no event mesage"/],
  [`api.subscribe("#track_online", () => 0);`, /"there are no reports of track_online"/],
  [`api.subscribe("web_chat\\nweb_x.y", () => 0);`, /"there is no channel web_x"/],
  [`api.oncePerBrowser("web_chat.mesage", () => 0);`, /"web_chat has no event mesage"/],
  [
    `api.publish("web_chaat", "message", { text: "" });`,
    /"nobody publishes to a channel web_chaat"/,
  ],
  [`api.publish("@webauth_news", "item", [""]);`, /"@webauth_news takes no @"/],
  [`api.publish("web_chat", "mesage", { text: "" });`, /"web_chat has no event mesage"/],
  [
    `api.publish("web_chat", "message", { text: 5 });`,
    /'number' is not assignable to type 'string'/,
  ],
  [`api.history("web_chaat");`, /"there is no channel web_chaat"/],
  [`api.countUsers("track_onlin");`, /"there is no channel track_onlin"/],
  [`api.getTrackPipeUsers("track_onlin", () => 0);`, /"there is no channel track_onlin"/],
  [`new CometApi<{ web_chat: string }>();`, /'\{ web_chat: string; \}'/],
];

let errors: Map<number, string>;

beforeAll(() => {
  const source = DECLARATION + WRONG.map(([line]) => line).join("\n");
  const { config } = ts.readConfigFile(join(ROOT, "test/tsconfig.json"), ts.sys.readFile.bind(ts));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(ROOT, "test"));
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) =>
    name === FILE
      ? ts.createSourceFile(name, source, ts.ScriptTarget.Latest)
      : getSourceFile(name, ...rest);
  const program = ts.createProgram([FILE], { ...options, noEmit: true }, host);
  const file = program.getSourceFile(FILE) as ts.SourceFile;
  const before = DECLARATION.split("\n").length - 1;
  errors = new Map(
    program.getSemanticDiagnostics(file).map(({ start, messageText }) => {
      const { line } = ts.getLineAndCharacterOfPosition(file, start ?? 0);
      return [line - before, ts.flattenDiagnosticMessageText(messageText, "\n")];
    }),
  );
}, 60_000);

it.each(WRONG.map((each, index) => [...each, index] as const))("%s", (_, says, index) => {
  expect(errors.get(index)?.split("\n")[0]).toMatch(says);
});
