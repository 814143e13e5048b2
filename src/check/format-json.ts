import type { CheckResult } from "./finding.ts";

/** The findings as one JSON document, as dist/check.schema.json describes it. */
export function formatJson({ findings, unreadable }: CheckResult): string {
  const told = {
    findings: findings.map(({ rule, severity, file, line, message, fix }) => ({
      rule,
      severity,
      file,
      line,
      message,
      fix,
    })),
    unreadable: unreadable.map(({ file, line, message }) => ({
      file,
      line,
      message,
    })),
  };
  return `${JSON.stringify(told, null, 2)}\n`;
}
