import type { CheckResult, Finding, Unreadable } from "./finding.ts";
import { isIgnored } from "./ignore-comments.ts";
import { type Project, readProject } from "./project.ts";
import { findingOf, type Found, type Rule } from "./rule.ts";
import { rules } from "./rules/index.ts";

/**
 * Says what is wrong with the sessions of the project in a folder; nothing of it is run.
 * Findings are sorted by file and line.
 * @throws UserError when the folder cannot be read.
 */
export function checkProject(folder: string): CheckResult {
  return findingsIn(readProject(folder));
}

/** The same for a project that was read already. `ids` limits the check to these rules, unless it is empty. */
export function findingsIn(
  project: Project,
  ids: readonly string[] = [],
): CheckResult {
  const chosen = rules.filter(({ id }) => ids.length === 0 || ids.includes(id));
  const tooDeep: Unreadable[] = [];
  const findings = chosen.flatMap((rule) => {
    try {
      return findingsOf(project, rule);
    } catch (error) {
      // Code that was made to exhaust the stack must not hide what the other rules find.
      if (!(error instanceof RangeError)) throw error;
      tooDeep.push({
        file: ".",
        line: 1,
        message: `is too deep for ${rule.id}`,
      });
      return [];
    }
  });
  return {
    findings: findings.toSorted(byPlace),
    unreadable: [...project.unreadable, ...tooDeep],
  };
}

function findingsOf(project: Project, rule: Rule): Finding[] {
  const seen = new Set<string>();
  return rule.check(project).flatMap((found: Found) => {
    const finding = findingOf(rule, found);
    const key = `${finding.file}:${finding.line}:${finding.column}`;
    if (seen.has(key) || isIgnored(found.place.module, finding)) return [];
    seen.add(key);
    return [finding];
  });
}

function byPlace(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || a.rule.localeCompare(b.rule);
}
