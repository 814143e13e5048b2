import { parse, type ParserPlugin } from "@babel/parser";
import type { File } from "@babel/types";
import type { Unreadable } from "./finding.ts";

// @babel/parser, because it is the only one that needs no native binary (oxc-parser, swc) and reads all of TypeScript,
// JSX, Flow and decorators and goes on after an error (acorn and meriyah do not). 308 kB minified, loaded only by `check`.

/**
 * The syntax tree of one file. What TypeScript or old scripts allow is allowed; an error in one statement is passed over
 * where the parser can go on.
 * @returns what is wrong, when the file is not JavaScript or nested too deeply to be read.
 */
export function parseFile(
  file: string,
  text: string,
): { tree: File } | { unreadable: Unreadable } {
  try {
    const tree = parse(text, {
      sourceType: "unambiguous",
      errorRecovery: true,
      attachComment: false,
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      allowImportExportEverywhere: true,
      allowSuperOutsideMethod: true,
      allowNewTargetOutsideFunction: true,
      allowUndeclaredExports: true,
      plugins: pluginsFor(file),
    });
    return { tree };
  } catch (error) {
    return { unreadable: unreadable(file, error) };
  }
}

function pluginsFor(file: string): ParserPlugin[] {
  const isTypeScript = /\.[cm]?tsx?$/.test(file);
  const common: ParserPlugin[] = [
    "decorators-legacy",
    "explicitResourceManagement",
  ];
  if (!isTypeScript) return [...common, "flow", "jsx"];
  const hasJsx = file.endsWith("x");
  return [...common, "typescript", ...(hasJsx ? (["jsx"] as const) : [])];
}

function unreadable(file: string, error: unknown): Unreadable {
  if (error instanceof RangeError) {
    return { file, line: 1, message: "is nested too deeply to be read" };
  }
  const { message, loc } = error as Error & { loc?: { line: number } };
  const reason = message.replace(/\s*\(\d+:\d+\)$/, "").split("\n", 1)[0];
  return { file, line: loc?.line ?? 1, message: reason ?? "cannot be parsed" };
}
