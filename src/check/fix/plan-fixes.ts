import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Project, readProject } from "../project.ts";
import { rules } from "../rules/index.ts";
import { textOf } from "../sources.ts";
import type { Node } from "../syntax.ts";
import { type Attempt, attemptFixes, type Mended } from "./attempt-fixes.ts";
import { applyEdits, type Edit, touches } from "./edits.ts";
import { fixers } from "./fixers.ts";

/** What --fix would do. */
export interface Plan {
  /** The new text of each file that changes, by its path in the project. */
  changed: ReadonlyMap<string, string>;
  /** Findings of rules that can be mended, and why these were not. */
  refused: Attempt["refused"];
}

/** Each round reads what the one before wrote, so that what is left in the end is what a second run would find. */
const mostRounds = 30;

/** Plans the fixes of a project; nothing is written. `isWanted` says which rules' findings are to be mended. */
export function planFixes(
  folder: string,
  isWanted: (rule: string) => boolean,
): Plan {
  const changed = new Map<string, string>();
  const read = (file: string) => changed.get(file) ?? textOf(folder, file);
  const settings = (file: string) =>
    changed.get(file) ?? settingsIn(folder, file);
  const chosen = Object.keys(fixers)
    .filter(isWanted)
    .flatMap((id) => rules.find((rule) => rule.id === id) ?? []);
  for (let round = 0; ; round++) {
    const project = readProject(folder, read);
    refuseBroken(project, changed);
    const attempt = attemptFixes(project, chosen, folder, settings);
    if (attempt.fixes.length === 0 || round === mostRounds) {
      return { changed, refused: attempt.refused };
    }
    applyAll(project, attempt.fixes, changed);
  }
}

/** Makes the changes that do not touch each other; the others come in the next round. */
function applyAll(
  project: Project,
  fixes: readonly Mended[],
  changed: Map<string, string>,
): void {
  const accepted = new Map<string, Edit[]>();
  const renamed = new Set<Node>();
  let hasSettings = false;
  for (const fix of fixes) {
    const { file, edits, settings, options } = fix;
    const others = accepted.get(file) ?? [];
    const isFree = !edits.some((one) =>
      others.some((other) => touches(one, other)),
    );
    const mustWait = renamed.has(options) || (settings && hasSettings);
    if (!isFree || mustWait) continue;
    accepted.set(file, [...others, ...edits]);
    if (fix.isRenaming) renamed.add(options);
    if (!settings) continue;
    hasSettings = true;
    changed.set(settings.file, settings.text);
  }
  for (const [file, edits] of accepted) {
    const text = project.load(file)?.text;
    if (text !== undefined) changed.set(file, applyEdits(text, edits));
  }
}

/** A fix that makes a file unreadable is a bug; nothing was written yet. */
function refuseBroken(
  { unreadable }: Project,
  changed: ReadonlyMap<string, string>,
): void {
  const broken = unreadable.find(({ file }) => changed.has(file));
  if (!broken) return;
  const { file, line, message } = broken;
  throw new Error(`--fix would break ${file}:${line}: ${message}`);
}

function settingsIn(folder: string, file: string): string | undefined {
  try {
    return readFileSync(join(folder, file), "utf8");
  } catch {
    return undefined; // There is none; if it cannot be read, writing it says so.
  }
}
