import type { Finding, Severity } from "./finding.ts";
import type { Place } from "./module.ts";
import type { Project } from "./project.ts";

/** One thing that can be wrong with the sessions of an app; reads the model, never the disk. */
export interface Rule {
  /** Relied on by users' ignore lists and comments. */
  readonly id: string;
  readonly severity: Severity;
  /** What it finds, one short line. */
  readonly summary: string;
  check(project: Project): Found[];
}

/** A finding before the rule's name and the place's line are filled in. */
export interface Found {
  readonly place: Place;
  /** What is wrong and why, one sentence. */
  readonly message: string;
  /** The change to make, one sentence or a line of code. */
  readonly fix: string;
}

export function findingOf(rule: Rule, found: Found): Finding {
  const { id, severity } = rule;
  const { place, message, fix } = found;
  const { line, column } = place.module.positionOf(place.node);
  const { file } = place.module;
  return { rule: id, severity, file, line, column, message, fix };
}
