import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Unreadable } from "./finding.ts";

/** Larger than code that people write. */
const mostBytes = 2_000_000;

/** What a file is read for before any is parsed. */
export interface Source {
  readonly file: string;
  /** 3 when calls of express-session may be in it, 2 when it is about sessions or logins, 1 about servers and routes, else 0. */
  readonly rank: number;
  /** What it imports, as it is written. */
  readonly imports: readonly string[];
}

/** What ends a line in JavaScript, for all that counts lines: places, frames and comments have to agree. */
export const lineBreak = /\r\n|[\n\r\u2028\u2029]/g;

const seed = /express-session|(?:express|connect)[^\n]{0,20}\.session\b/;
const aboutSessions =
  /session|passport|csrf|csurf|trust proxy|log-?_?out|sign-?_?out|cookie-?parser/i;
const aboutServers = /https|http2|spdy|express|serverless|x-forwarded|router/i;
const imported =
  /(?:\bfrom\s*|\brequire\s*\(\s*|\bimport\s*\(?\s*)(["'`])([^"'`\n]+)\1/g;

/** Notes what a file is about, and nothing for one that no person wrote; nothing of the text is kept. */
export function readSource(file: string, text: string): Source[] {
  if (isMinified(text)) return [];
  const imports = [...text.matchAll(imported)].map(
    ([, , source = ""]) => source,
  );
  return [{ file, rank: rankOf(text), imports }];
}

function rankOf(text: string): number {
  if (seed.test(text)) return 3;
  if (aboutSessions.test(text)) return 2;
  return aboutServers.test(text) ? 1 : 0;
}

/** The text of a file of the project; why not, when it is too large or may not be read. */
export function textOf(folder: string, file: string): string | Unreadable {
  try {
    const path = join(folder, file);
    const { size } = statSync(path);
    if (size > mostBytes) {
      return { file, line: 1, message: `is larger than ${mostBytes / 1e6} MB` };
    }
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { file, line: 1, message: `cannot be read (${code ?? "unknown"})` };
  }
}

/** Few, very long lines: made by a program. */
function isMinified(text: string): boolean {
  if (text.length < 5000) return false;
  return (
    text.length / text.split("\n", 200).length > 1000 &&
    text.length / text.split("\n").length > 500
  );
}
