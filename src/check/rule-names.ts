import type { Severity } from "./finding.ts";
import { liveRules } from "./live/live-rules.ts";
import { rules } from "./rules/index.ts";

interface RuleName {
  id: string;
  severity: Severity;
  /** What it finds, one short line. */
  summary: string;
}

/** All rules, those of the source first; their ids are what --rule, --ignore and --explain take. */
export const ruleTable: readonly RuleName[] = [
  ...rules.map(({ id, severity, summary }) => ({ id, severity, summary })),
  ...Object.entries(liveRules).map(([id, rule]) => ({ id, ...rule })),
];

export const ruleNames: readonly string[] = ruleTable.map(({ id }) => id);
