import type * as t from "@babel/types";
import { rangeOf } from "../ranges.ts";
import type { Edit } from "./edits.ts";
import {
  afterComma,
  endOfLine,
  indentationAt,
  isFirstInLine,
  lineStart,
  newlineOf,
} from "./layout.ts";

type Member = t.ObjectExpression["properties"][number];

/** Adds a property at the end of an object literal, on a line of its own where the others have one. */
export function addProperty(
  text: string,
  object: t.ObjectExpression,
  code: string,
): Edit[] {
  const last = object.properties.at(-1);
  if (!last) return [addFirst(text, object, code)];
  const { start, end } = rangeOf(last);
  const behindComma = afterComma(text, end);
  if (!isFirstInLine(text, start)) {
    const put = behindComma === undefined ? `, ${code}` : ` ${code},`;
    return [insertion(behindComma ?? end, put)];
  }
  const line = newlineOf(text) + indentationAt(text, start) + code;
  const at = endOfLine(text, behindComma ?? end);
  if (behindComma !== undefined) return [insertion(at, `${line},`)];
  // The brace may follow in the same line; then a comment before it is not at the end of one.
  const isLineEnd = /[\r\n]/.test(text[at] ?? "");
  if (!isLineEnd || at === end) return [insertion(end, `,${line}`)];
  return [insertion(end, ","), insertion(at, line)];
}

/** Takes a property out of an object literal: with its line, where it has one, else with its comma. */
export function removeProperty(text: string, member: Member): Edit {
  const { start, end } = rangeOf(member);
  const behindComma = afterComma(text, end);
  const behind = endOfLine(text, behindComma ?? end);
  const lineBreak = /^\r?\n/.exec(text.slice(behind, behind + 2))?.[0];
  if (isFirstInLine(text, start) && lineBreak !== undefined) {
    const till = behind + lineBreak.length;
    return { start: lineStart(text, start), end: till, text: "" };
  }
  if (behindComma !== undefined) {
    const blanks = /^[^\S\r\n]*/.exec(text.slice(behindComma))?.[0].length ?? 0;
    return { start, end: behindComma + blanks, text: "" };
  }
  const before = /,?\s*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return { start: start - before, end, text: "" };
}

/** Takes a property out as removeProperty does, but for the comment behind it, which stays where it is. */
export function leaveComment(text: string, member: Member): Edit {
  const edit = removeProperty(text, member);
  const { start, end } = rangeOf(member);
  const behind = afterComma(text, end) ?? end;
  const comment = text.slice(behind, endOfLine(text, behind)).trim();
  if (edit.start === start || comment === "" || edit.end <= end) return edit;
  const line = indentationAt(text, start) + comment + newlineOf(text);
  return { ...edit, text: line };
}

/** Gives a property another name. */
export function renameProperty(member: t.ObjectProperty, name: string): Edit {
  const { start, end } = rangeOf(member.key);
  return member.shorthand
    ? insertion(start, `${name}: `)
    : { start, end, text: name };
}

/** Gives a property another value. */
export function replaceValue(member: t.ObjectProperty, code: string): Edit {
  return { ...rangeOf(member.value), text: code };
}

export function insertion(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

function addFirst(
  text: string,
  object: t.ObjectExpression,
  code: string,
): Edit {
  const { start, end } = rangeOf(object);
  const inner = text.slice(start + 1, end - 1);
  if (inner.trim() === "") {
    return { start: start + 1, end: end - 1, text: ` ${code} ` };
  }
  // Only comments.
  return insertion(start + 1, ` ${code},`);
}
