import { join } from "node:path";
import type { PlannedFile } from "./conflicts.ts";
import { hashOf, type Journal } from "./journal.ts";
import { look } from "./look.ts";

/** Writes down what laying the files into the directory will change, with free names for the backups. */
export function journalFor(
  root: string,
  files: readonly PlannedFile[],
  blocking: readonly string[],
): Journal {
  const aside = (path: string) => ({ path, backup: backupName(root, path) });
  return {
    directories: missingDirectories(root, files, blocking),
    moved: blocking.map(aside),
    files: files.map(({ path, text, action }) => {
      const hash = hashOf(text);
      return action === "create" ? { path, hash } : { ...aside(path), hash };
    }),
  };
}

/** `README.md.backup`, or `.backup-2` and so on where that is taken. */
function backupName(root: string, path: string): string {
  for (let number = 1; ; number++) {
    const name = `${path}.backup${number === 1 ? "" : `-${number}`}`;
    if (!look(join(root, name))) return name;
  }
}

function missingDirectories(
  root: string,
  files: readonly PlannedFile[],
  blocking: readonly string[],
): string[] {
  const missing = new Set<string>();
  for (const { path } of files) {
    const segments = path.split("/").slice(0, -1);
    for (const index of segments.keys()) {
      const parent = segments.slice(0, index + 1).join("/");
      const isBlocked = blocking.some(
        (file) => parent === file || parent.startsWith(`${file}/`),
      );
      const place = join(root, parent);
      if (isBlocked || !look(place)) {
        missing.add(parent);
      }
    }
  }
  return [...missing];
}
