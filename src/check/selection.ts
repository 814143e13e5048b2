import { usageError } from "../errors.ts";
import { didYouMean } from "../spelling.ts";
import {
  type CheckResult,
  type Finding,
  type Severity,
  severities,
} from "./finding.ts";
import type { CheckFlags } from "./flags.ts";

/** What is told about a run: the findings that were asked for, in the order of the text. */
export interface Report extends CheckResult {
  /** What else is to be said; a sentence. */
  note?: string;
  /** How many findings are not shown because they are less severe than asked for. */
  hidden: number;
  /** How many of those shown count for the exit code. */
  counted: number;
}

type Selection = Pick<
  CheckFlags,
  "rules" | "ignored" | "minSeverity" | "format"
>;

/** The least severe that counts, where nothing else is said. */
const usual: Severity = "warning";

/** Leaves out what was not asked for. */
export function select(
  result: CheckResult & { note?: string },
  flags: Selection,
): Report {
  const { minSeverity, format } = flags;
  const counts = atLeast(minSeverity ?? usual);
  // Who reads a document can filter it; who reads a screen wants what matters.
  const shown = atLeast(minSeverity ?? (format === "text" ? usual : "info"));
  const wanted = result.findings.filter(({ rule }) => isWanted(rule, flags));
  const findings = wanted.filter(shown).sort(byPlace);
  return {
    findings,
    unreadable: result.unreadable,
    note: result.note,
    hidden: wanted.length - findings.length,
    counted: findings.filter(counts).length,
  };
}

/** Whether findings of a rule were asked for. */
export function isWanted(
  rule: string,
  { rules, ignored }: Pick<Selection, "rules" | "ignored">,
): boolean {
  return (
    !ignored.includes(rule) && (rules.length === 0 || rules.includes(rule))
  );
}

/** Returns the id if there is such a rule, else throws a usage error with the nearest. */
export function knownRule(id: string, ids: readonly string[]): string {
  if (ids.includes(id)) return id;
  throw usageError(
    "unknown-rule",
    `there is no rule ${JSON.stringify(id)}`,
    `${didYouMean(id, ids)}The rules: ${ids.join(", ")}.`,
  );
}

function atLeast(least: Severity) {
  return ({ severity }: Finding) =>
    severities.indexOf(severity) <= severities.indexOf(least);
}

function byPlace(one: Finding, other: Finding): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}
