import { visible } from "../controls.ts";
import { codeFrame } from "./code-frame.ts";
import type { Finding, Severity } from "./finding.ts";
import type { Report } from "./selection.ts";

type Paint = (text: string) => string;

/** How the parts of the text look. */
export interface TextLooks {
  bold: Paint;
  dim: Paint;
  green: Paint;
  red: Paint;
  yellow: Paint;
}

/** The text of a file as it was checked, or undefined where there is none. */
export type SourceOf = (file: string) => string | undefined;

/** The findings for people: by file, each with its code, its reason and the change to make. */
export function formatText(
  report: Report,
  sourceOf: SourceOf,
  looks: TextLooks = plain,
): string {
  const { findings, unreadable } = report;
  const parts = findings.flatMap((finding, index) => {
    const { file } = finding;
    const before = findings[index - 1];
    const isFirst = before?.file !== file;
    const isSamePlace = !isFirst && isAt(finding, before);
    const source = isSamePlace ? undefined : sourceOf(file);
    const shown = block(finding, source, looks);
    return isFirst ? [looks.bold(visible(file)), shown] : [shown];
  });
  const notes = unreadable.map(
    ({ file, line, message }) =>
      `${looks.yellow("not checked:")} ${visible(`${line > 0 ? `${file}:${line}` : file}: ${message}`)}`,
  );
  if (notes.length > 0) parts.push(`${notes.join("\n")}\n`);
  parts.push(summary(report, looks));
  return `${parts.join("\n")}\n`;
}

function block(
  { rule, severity, line, column, message, fix }: Finding,
  source: string | undefined,
  looks: TextLooks,
): string {
  const place = line === 0 ? "" : `${line}:${column}  `;
  const head = `${place}${paintOf(severity, looks)(severity)}  ${looks.bold(rule)}`;
  const frame = source === undefined ? [] : codeFrame(source, { line, column });
  const lines = [
    head,
    visible(message),
    ...(frame.length > 0 ? ["", ...frame.map(looks.dim), ""] : []),
    `${looks.green("Change:")} ${visible(fix)}`,
    looks.dim(`Why: create-session-app check --explain ${rule}`),
  ];
  const indented = lines.flatMap((text) => text.split("\n"));
  return `${indented.map((text) => `  ${text}`.trimEnd()).join("\n")}\n`;
}

function summary(report: Report, looks: TextLooks): string {
  const { findings, unreadable, hidden, note } = report;
  const counts = (["error", "warning", "info"] as const)
    .map((severity) => [severity, countOf(findings, severity)] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => plural(count, severity));
  const files = new Set(findings.map(({ file }) => file)).size;
  const isLive = [...findings, ...unreadable].some(({ line }) => line === 0);
  const place = isLive ? "page" : "file";
  const found =
    counts.length > 0
      ? looks.bold(`${counts.join(", ")} in ${plural(files, place)}.`)
      : looks.green("Nothing found that is wrong with the sessions.");
  const notes = [
    note && visible(note),
    hidden > 0 &&
      `${plural(hidden, "less severe finding")} not shown (--min-severity info shows all).`,
    unreadable.length > 0 &&
      `${plural(unreadable.length, place)} could not be ${isLive ? "checked" : "read"}.`,
  ];
  return [found, ...notes].filter(Boolean).join(" ");
}

function isAt(one: Finding, other: Finding): boolean {
  return one.line === other.line && one.column === other.column;
}

const plain: TextLooks = {
  bold: String,
  dim: String,
  green: String,
  red: String,
  yellow: String,
};

function paintOf(severity: Severity, { red, yellow, dim }: TextLooks): Paint {
  return { error: red, warning: yellow, info: dim }[severity];
}

function countOf(findings: readonly Finding[], wanted: Severity): number {
  return findings.filter(({ severity }) => severity === wanted).length;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
