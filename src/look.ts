import { lstatSync, type Stats } from "node:fs";

/** What lies at a path itself, not where a link leads; undefined where nothing does, or where a file lies above it. */
export function look(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw error;
  }
}
