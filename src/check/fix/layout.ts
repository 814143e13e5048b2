// Where things are in a text as people laid it out, so that what is put in or taken out looks like the rest.

/** The offset at which the line of an offset begins. */
export function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** The blanks and tabs with which the line of an offset begins. */
export function indentationAt(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, at), at))?.[0] ?? "";
}

/** Whether nothing but blanks stands before an offset in its line. */
export function isFirstInLine(text: string, at: number): boolean {
  return text.slice(lineStart(text, at), at).trim() === "";
}

/** How a file breaks lines. */
export function newlineOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** How a file quotes most of its strings. */
export function quoted(word: string, text: string): string {
  const singles = text.split("'").length;
  const mark = singles > text.split('"').length ? "'" : '"';
  return `${mark}${word}${mark}`;
}

/** Behind the comma that follows an offset, over blanks and comments; undefined when something else follows. */
export function afterComma(text: string, at: number): number | undefined {
  const next = skipTrivia(text, at, true);
  return text[next] === "," ? next + 1 : undefined;
}

/** The end of the comments that stand behind an offset in the same line, before its line break. */
export function endOfLine(text: string, at: number): number {
  return skipTrivia(text, at, false);
}

const trivia = /(?:[^\S\r\n]|\/\*[^]*?\*\/|\/\/[^\r\n]*)*/y;
const triviaOfLines = /(?:\s|\/\*[^]*?\*\/|\/\/[^\r\n]*)*/y;

function skipTrivia(text: string, at: number, overLines: boolean): number {
  const pattern = overLines ? triviaOfLines : trivia;
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}
