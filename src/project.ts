import { realpathSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UserError, usageError } from "./errors.ts";
import { look } from "./look.ts";
import { packageNameFor, problemWithName } from "./names.ts";

/** Where the project goes. */
export interface Target {
  /** As it was typed; the equivalent command repeats it. */
  directory: string;
  /** Absolute; where the directory is a symbolic link, what it points to. */
  path: string;
  exists: boolean;
  packageName: string;
}

/** What the directory is called where nobody says otherwise. */
export const usualDirectory = "my-session-app";

/** Resolves what was typed to a place that can take a project; nothing is written. */
export function resolveProject(directory: string, from: string): Target {
  const problem = problemWithName(directory);
  if (problem !== undefined) {
    throw usageError(
      "invalid-directory",
      problem,
      "Give another directory, like my-session-app.",
    );
  }
  const path = resolve(from, directory);
  const packageName = packageNameFor(path);
  const exists = isDirectory(path, directory);
  if (!exists) refuseFileAbove(path, directory);
  const real = exists ? realpathSync(path) : path;
  return { directory, path: real, exists, packageName };
}

function isDirectory(path: string, directory: string): boolean {
  const stats = look(path);
  if (!stats) return false;
  if (stats.isDirectory()) return true;
  if (!stats.isSymbolicLink()) throw inTheWay(directory, "a file");
  const target = statSync(path, { throwIfNoEntry: false });
  if (target?.isDirectory()) return true;
  const what = target ? "a link to a file" : "a link that leads nowhere";
  throw inTheWay(directory, what);
}

/** A clear sentence now, before anything is asked, instead of ENOTDIR when everything was answered. */
function refuseFileAbove(path: string, directory: string): void {
  let above = dirname(path);
  while (!look(above) && dirname(above) !== above) above = dirname(above);
  if (statSync(above, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new UserError(
    "failed",
    "not-a-directory",
    `${directory} cannot be made: ${above} is not a directory`,
    "Give a directory in another place.",
  );
}

function inTheWay(directory: string, what: string): UserError {
  return new UserError(
    "conflict",
    "target-not-a-directory",
    `${directory} is ${what}, not a directory`,
    "Give another directory, or move what lies there out of the way.",
  );
}
