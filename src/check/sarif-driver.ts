import { version } from "../version.ts";
import type { Severity } from "./finding.ts";

/** What a viewer shows of a rule. */
export interface RulePage {
  id: string;
  severity: Severity;
  summary: string;
  /** Markdown. */
  page: string;
}

/** What SARIF calls a severity. */
export const levels = {
  error: "error",
  warning: "warning",
  info: "note",
} as const;

/** The tool and its rules, as SARIF describes them. */
export function driverOf(rules: readonly RulePage[]) {
  return {
    name: "create-session-app check",
    version,
    semanticVersion: version,
    rules: rules.map(({ id, severity, summary, page }) => ({
      id,
      name: id.replace(/(?:^|-)([a-z])/g, (_, letter: string) =>
        letter.toUpperCase(),
      ),
      shortDescription: { text: summary },
      fullDescription: { text: reasonIn(page) },
      help: { text: page, markdown: page },
      defaultConfiguration: { level: levels[severity] },
      properties: {
        tags: ["security", "express-session"],
        precision: "high",
        "problem.severity": severity === "info" ? "recommendation" : severity,
        "security-severity": scores[severity],
      },
    })),
  };
}

/** The sentence with which a page begins, below its heading and severity. */
function reasonIn(page: string): string {
  const [, , reason = ""] = page.split(/\n{2,}/);
  return reason.replaceAll("\n", " ");
}

/** CVSS-like numbers, by which GitHub shows high, medium and low. */
const scores = { error: "8.0", warning: "5.0", info: "2.0" } as const;
