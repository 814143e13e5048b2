import { lstatSync, readFileSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import type { Files } from "./compose.ts";
import { UserError } from "./errors.ts";
import { look } from "./look.ts";
import type { Answers } from "./options.ts";
import type { Target } from "./project.ts";

export type Action = "create" | "unchanged" | "keep" | "overwrite";

/** One file of the project and what is done with it. */
export interface PlannedFile {
  /** Relative to the project, with forward slashes. */
  path: string;
  text: string;
  action: Action;
}

/** Everything that writing will do, known before the first byte is written. */
export interface Plan {
  files: readonly PlannedFile[];
  /** Files where directories are needed; --on-conflict overwrite moves them to a backup. */
  blocking: readonly string[];
}

/** Something of the user's that is in the way. */
export interface Conflict {
  path: string;
  /** What the program can do about it beside stopping. */
  remedies: readonly ("keep" | "overwrite")[];
}

/** Lists everything in the target that is in the way, sorted. */
export function findConflicts(target: Target, files: Files): Conflict[] {
  if (!target.exists) return [];
  const conflicts = new Map<string, Conflict>();
  for (const [path, text] of files) {
    const conflict = parentConflict(target, path) ?? own(target, path, text);
    if (conflict) conflicts.set(conflict.path, conflict);
  }
  return [...conflicts.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Decides each file's action; throws when something is in the way and nobody allowed to deal with it. */
export function planFiles(
  target: Target,
  files: Files,
  conflicts: readonly Conflict[],
  onConflict: Answers["onConflict"],
): Plan {
  const stubborn = conflicts.filter(
    ({ remedies }) => onConflict === "error" || !remedies.includes(onConflict),
  );
  if (stubborn.length > 0) throw inTheWay(target, stubborn, onConflict);
  const inWay = new Set(conflicts.map(({ path }) => path));
  return {
    blocking: [...inWay].filter((path) => !files.has(path)),
    files: [...files].map(([path, text]) => {
      const action = actionFor(target, path, text);
      const taken = onConflict === "keep" ? "keep" : "overwrite";
      return { path, text, action: inWay.has(path) ? taken : action };
    }),
  };
}

function actionFor(target: Target, path: string, text: string): Action {
  return target.exists && isSame(target, path, text) ? "unchanged" : "create";
}

/** A file, or a link that leads out of the project, where a directory is needed. */
function parentConflict(target: Target, path: string): Conflict | undefined {
  const segments = path.split("/").slice(0, -1);
  for (const index of segments.keys()) {
    const parent = segments.slice(0, index + 1).join("/");
    const stats = look(join(target.path, parent));
    if (!stats) return undefined;
    if (stats.isDirectory()) continue;
    if (!stats.isSymbolicLink() || !leadsInside(target, parent)) {
      return { path: parent, remedies: ["overwrite"] };
    }
  }
  return undefined;
}

function own(target: Target, path: string, text: string) {
  const stats = look(join(target.path, path));
  if (!stats || isSame(target, path, text)) return undefined;
  const remedies = stats.isDirectory()
    ? (["keep"] as const)
    : (["keep", "overwrite"] as const);
  return { path, remedies };
}

/** Links are not looked through: what they point to is not ours to judge. */
function isSame(target: Target, path: string, text: string): boolean {
  const file = join(target.path, path);
  try {
    if (!lstatSync(file).isFile()) return false;
    return readFileSync(file, "utf8") === text;
  } catch {
    return false; // Absent, or not readable, which cannot be told from different.
  }
}

function leadsInside(target: Target, path: string): boolean {
  try {
    const real = realpathSync(join(target.path, path));
    const inside = real.startsWith(target.path + sep);
    return inside && lstatSync(real).isDirectory();
  } catch {
    return false; // The link leads nowhere.
  }
}

function inTheWay(
  target: Target,
  conflicts: readonly Conflict[],
  onConflict: Answers["onConflict"],
): UserError {
  const list = conflicts.map(({ path }) => `  ${path}`).join("\n");
  const many = conflicts.length === 1 ? "a file is" : "files are";
  return new UserError(
    "conflict",
    "conflict",
    `${many} in the way in ${target.directory}:\n${list}`,
    hintFor(conflicts, onConflict),
  );
}

function hintFor(
  conflicts: readonly Conflict[],
  onConflict: Answers["onConflict"],
): string {
  const helps = (["keep", "overwrite"] as const).filter((remedy) =>
    conflicts.every(({ remedies }) => remedies.includes(remedy)),
  );
  if (onConflict !== "error" || helps.length === 0) {
    return `--on-conflict ${onConflict === "error" ? "keep|overwrite" : onConflict} cannot solve this: move them away, or give another directory.`;
  }
  const backup = helps.includes("overwrite")
    ? " (overwrite keeps a backup of each)"
    : "";
  return `Nothing was written. Use --on-conflict ${helps.join("|")}${backup}, or give another directory.`;
}
