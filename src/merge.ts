import {
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Plan, PlannedFile } from "./conflicts.ts";
import { modeOf } from "./file-modes.ts";
import { closeJournal, hashOf, type Journal, writeJournal } from "./journal.ts";
import type { Target } from "./project.ts";

/** Lays the files into a directory that exists, step by step as the journal says, without replacing anything unseen. */
export async function mergeInto(
  target: Target,
  plan: Plan,
  folder: string,
  checkpoint: () => Promise<void>,
): Promise<void> {
  const files = plan.files.filter(
    ({ action }) => action === "create" || action === "overwrite",
  );
  const journal = journalFor(target.path, files, plan.blocking);
  stage(files, folder);
  await checkpoint();
  writeJournal(folder, journal);
  const inTarget = (path: string) => join(target.path, path);
  for (const { path, backup } of journal.moved) {
    copyAside(inTarget(path), inTarget(backup));
    unlinkSync(inTarget(path));
  }
  for (const path of journal.directories) mkdirSync(inTarget(path));
  for (const [index, { path, backup }] of journal.files.entries()) {
    const staged = join(folder, String(index));
    if (backup === undefined) moveNew(staged, inTarget(path));
    else {
      copyAside(inTarget(path), inTarget(backup));
      renameSync(staged, inTarget(path));
    }
  }
  closeJournal(folder);
  protectBackups(journal, inTarget);
}

/** The files lie side by side under their number; the folder's own files have names. */
function stage(files: readonly PlannedFile[], folder: string): void {
  for (const [index, { path, text }] of files.entries()) {
    const staged = join(folder, String(index));
    writeFileSync(staged, text, { flag: "wx", mode: modeOf(path) });
  }
}

function journalFor(
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
    if (!lstatSync(join(root, name), { throwIfNoEntry: false })) return name;
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
      if (isBlocked || !lstatSync(place, { throwIfNoEntry: false })) {
        missing.add(parent);
      }
    }
  }
  return [...missing];
}

/** A second name for the same file, so that it is never absent; a copy where the file system knows no links. */
function copyAside(path: string, backup: string): void {
  try {
    linkSync(path, backup);
  } catch (error) {
    if (!knowsNoLinks(error)) throw error;
    copyFileSync(path, backup, constants.COPYFILE_EXCL);
    chmodSync(backup, lstatSync(path).mode & 0o777);
  }
}

/** Unlike rename, a link fails where something lies already. */
function moveNew(staged: string, path: string): void {
  try {
    linkSync(staged, path);
  } catch (error) {
    if (!knowsNoLinks(error)) throw error;
    writeFileSync(path, readFileSync(staged), {
      flag: "wx",
      mode: modeOf(path),
    });
  }
  unlinkSync(staged);
}

function knowsNoLinks(error: unknown): boolean {
  const { code = "" } = error as NodeJS.ErrnoException;
  return ["EPERM", "ENOTSUP", "ENOSYS", "EMLINK", "EXDEV"].includes(code);
}

/** The backup of a secret is one as well. */
function protectBackups(journal: Journal, inTarget: (path: string) => string) {
  for (const { path, backup } of journal.files) {
    if (backup === undefined || modeOf(path) !== 0o600) continue;
    try {
      const isFile = lstatSync(inTarget(backup)).isFile();
      if (isFile) chmodSync(inTarget(backup), 0o600);
    } catch {
      // Somebody else's file keeps its mode; the project stands all the same.
    }
  }
}
