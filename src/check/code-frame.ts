import { visible } from "../controls.ts";
import { lineBreak } from "./sources.ts";

interface Place {
  /** Both counted from 1. */
  line: number;
  column: number;
}

/** How many lines are shown before and after the one that matters. */
const around = 2;

/** Longer lines are shown in part: they are generated, or hostile. */
const widest = 100;

/**
 * The lines around a place, numbered, with a caret below its column. Control characters are spelt out, because
 * a file may hold ones that steer a terminal. Empty where the text has no such line.
 */
export function codeFrame(text: string, { line, column }: Place): string[] {
  const lines = text.split(lineBreak);
  if (line < 1 || line > lines.length) return [];
  const first = Math.max(1, line - around);
  const last = Math.min(lines.length, line + around);
  const digits = String(last).length;
  const from = startOf(column);
  const frame: string[] = [];
  for (let number = first; number <= last; number++) {
    const mark = number === line ? ">" : " ";
    const code = shown(lines[number - 1] ?? "", from);
    const gutter = `${mark} ${String(number).padStart(digits)} |`;
    frame.push(`${gutter} ${code}`.trimEnd());
    if (number !== line) continue;
    const before = shown((lines[number - 1] ?? "").slice(0, column - 1), from);
    frame.push(`  ${" ".repeat(digits)} | ${" ".repeat(before.length)}^`);
  }
  return frame;
}

/** Where a line begins to be shown, so that the column is in sight. */
function startOf(column: number): number {
  return column <= widest - 10 ? 0 : column - widest / 2;
}

function shown(line: string, from: number): string {
  const part = line.slice(from, from + widest);
  const cut = from > 0 ? "…" : "";
  const more = line.length > from + widest ? "…" : "";
  return `${cut}${visible(part.replaceAll("\t", "  "))}${more}`;
}
