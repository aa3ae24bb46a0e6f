/** What the compiler says about texts, as if they were files of a project. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PATHS = {
  "comet-server-api": [join(ROOT, "src/index.ts")],
  "comet-server-api/react": [join(ROOT, "src/react.ts")],
};

/**
 * For each text, a module beside this project's tests, perhaps with JSX: its errors by their lines,
 * counted from 0.
 */
export function errorsIn(...sources: string[]): Map<number, string>[] {
  const files = new Map(
    sources.map((source, index) => [join(ROOT, `test/types/virtual-${index}.tsx`), source]),
  );
  const { options } = projectOf(join(ROOT, "test"));
  const program = programOf([], files, {
    ...{ ...options, noUnusedLocals: false, paths: PATHS },
    jsx: ts.JsxEmit.ReactJSX,
  });
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

/** A whole project with one more file: the errors as `file:line`, counted from 1. */
export function errorsWith(folder: string, name: string, source: string): string[] {
  const { fileNames, options } = projectOf(folder);
  const program = programOf(fileNames, new Map([[join(folder, name), source]]), options);
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0 }) => {
    const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
    return `${file?.fileName.slice(folder.length + 1)}:${line}`;
  });
}

/** The project of the tsconfig.json in a folder. */
function projectOf(folder: string): ts.ParsedCommandLine {
  const path = join(folder, "tsconfig.json");
  const { config, error } = ts.readConfigFile(path, (name) => ts.sys.readFile(name));
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, "\n"));
  return ts.parseJsonConfigFileContent(config, ts.sys, folder);
}

/** @param texts files that are not on the disk. */
function programOf(
  fileNames: readonly string[],
  texts: ReadonlyMap<string, string>,
  options: ts.CompilerOptions,
): ts.Program {
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.getSourceFile = (name, version, ...rest) => {
    const source = texts.get(name);
    if (source === undefined) return getSourceFile(name, version, ...rest);
    return ts.createSourceFile(name, source, version, true);
  };
  return ts.createProgram([...fileNames, ...texts.keys()], { ...options, noEmit: true }, host);
}
