import type { Finding } from "../finding.ts";
import { isIgnored } from "../ignore-comments.ts";
import type { Place } from "../module.ts";
import type { Project } from "../project.ts";
import { findingOf, type Rule } from "../rule.ts";
import { optionOf, type Session } from "../sessions.ts";
import type { Node } from "../syntax.ts";
import { type Broken, type Fixing, onlyLiteral } from "./fixer.ts";
import { fixers, renaming } from "./fixers.ts";

/** A fix and what it is about. */
export type Mended = Exclude<Fixing, { refused: string }> & {
  /** The options that it changes. */
  options: Node;
  /** Other options are there afterwards, so that the other fixes have to look again. */
  isRenaming: boolean;
};

/** What can be mended, and why the rest cannot. */
export interface Attempt {
  fixes: Mended[];
  refused: { finding: Finding; why: string }[];
}

/** Tries to mend each finding of the rules. `textOf` gives the texts of files of settings. */
export function attemptFixes(
  project: Project,
  chosen: readonly Rule[],
  folder: string,
  textOf: Broken["textOf"],
): Attempt {
  const attempt: Attempt = { fixes: [], refused: [] };
  for (const rule of chosen) {
    for (const found of rule.check(project)) {
      const { place } = found;
      const finding = findingOf(rule, found);
      if (isIgnored(place.module, finding)) continue;
      const session = sessionOf(project, place);
      if (!session) {
        const why = "its session() could not be found";
        attempt.refused.push({ finding, why });
        continue;
      }
      const broken = { project, session, place, folder, textOf };
      const fixing = fixingOf(rule, broken);
      if ("refused" in fixing) {
        attempt.refused.push({ finding, why: fixing.refused });
        continue;
      }
      const { node } = onlyLiteral(session.options) ?? session.place;
      const isRenaming = renaming.includes(rule.id);
      attempt.fixes.push({ ...fixing, options: node, isRenaming });
    }
  }
  return attempt;
}

function fixingOf({ id }: Rule, broken: Broken): Fixing {
  if (broken.session.isExpress3) {
    return {
      refused: "Express 3 has sessions of its own; use express-session",
    };
  }
  return fixers[id]?.(broken) ?? { refused: "it takes a decision" };
}

/** The session whose call or options a finding points to. */
function sessionOf(
  { sessions }: Project,
  { module, node }: Place,
): Session | undefined {
  const holds = (session: Session) => {
    if (session.place.node === node) return true;
    const literals = [session.options, optionOf(session, "cookie")];
    return literals.some((value) =>
      onlyLiteral(value)?.node.properties.some((one) => one === node),
    );
  };
  const beside = sessions.filter((session) => session.place.module === module);
  const only = [beside, sessions].find((group) => group.length === 1);
  return sessions.find(holds) ?? only?.[0];
}
