/** What the compiler says about texts, as if they were modules beside this project's own. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PATHS = { "comet-server-api": [join(ROOT, "src/index.ts")] };

/** For each text: its errors by their lines, counted from 0. */
export function errorsIn(...sources: string[]): Map<number, string>[] {
  const files = new Map(
    sources.map((source, index) => [join(ROOT, `test/types/virtual-${index}.ts`), source]),
  );
  const program = programOf(files);
  return [...files.keys()].map((name) => {
    const file = program.getSourceFile(name) as ts.SourceFile;
    const diagnostics = [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ];
    return new Map(
      diagnostics.map(({ start, messageText }) => {
        const { line } = ts.getLineAndCharacterOfPosition(file, start ?? 0);
        return [line, ts.flattenDiagnosticMessageText(messageText, "\n")];
      }),
    );
  });
}

function programOf(files: ReadonlyMap<string, string>): ts.Program {
  const read = (path: string) => ts.sys.readFile(path);
  const { config } = ts.readConfigFile(join(ROOT, "test/tsconfig.json"), read);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(ROOT, "test"));
  const all = { ...options, noEmit: true, noUnusedLocals: false, paths: PATHS };
  const host = ts.createCompilerHost(all);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => {
    const source = files.get(name);
    if (source === undefined) return getSourceFile(name, ...rest);
    return ts.createSourceFile(name, source, ts.ScriptTarget.Latest);
  };
  return ts.createProgram([...files.keys()], all, host);
}
