import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** What will be done in an existing directory, written down before it begins so that any later run can undo it. */
export interface Journal {
  /** Directories that are made, outer ones first. */
  directories: string[];
  files: { path: string; hash: string; backup?: string }[];
  /** Files that are moved away because a directory is needed in their place. */
  moved: { path: string; backup: string }[];
}

/** Writes the journal whole or not at all. */
export function writeJournal(folder: string, journal: Journal): void {
  const file = join(folder, name);
  writeFileSync(`${file}.new`, JSON.stringify(journal));
  renameSync(`${file}.new`, file);
}

/** From here on the project stands: nothing is undone any more. */
export function closeJournal(folder: string): void {
  unlinkSync(join(folder, name));
}

/** Brings the target back to what it was before the journal in `folder` was written, if there is one. */
export function undoJournal(folder: string, target: string): void {
  const file = join(folder, name);
  if (!existsSync(file)) return;
  const journal = JSON.parse(readFileSync(file, "utf8")) as Journal;
  for (const { path, hash, backup } of journal.files.toReversed()) {
    undoFile(join(target, path), hash, backup && join(target, backup));
  }
  for (const path of journal.directories.toReversed()) {
    removeIfEmpty(join(target, path));
  }
  for (const { path, backup } of journal.moved) {
    putBack(join(target, path), join(target, backup));
  }
}

export function hashOf(text: string | Buffer): string {
  return createHash("sha256").update(text).digest("hex");
}

const name = "journal.json";

/** Judges by what lies there, so that it is right at whichever step the run ended, and when undone twice. */
function undoFile(path: string, ours: string, backup: string | undefined) {
  const now = fingerprint(path);
  const before = backup && fingerprint(backup);
  if (backup === undefined) {
    if (now === ours) unlinkSync(path);
  } else if (before !== undefined && now === before) {
    unlinkSync(backup); // Its copy was made, but it was not replaced yet.
  } else if (before !== undefined && (now === ours || now === undefined)) {
    renameSync(backup, path);
  }
}

function putBack(path: string, backup: string): void {
  const now = fingerprint(path);
  if (fingerprint(backup) === undefined) return;
  if (now === undefined) renameSync(backup, path);
  else if (now === fingerprint(backup)) unlinkSync(backup);
}

/** Undefined where nothing lies; a directory has none that could be equal to another. */
function fingerprint(path: string): string | undefined {
  try {
    const stats = lstatSync(path);
    if (stats.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
    return stats.isFile() ? hashOf(readFileSync(path)) : `other ${path}`;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ENOTDIR"].includes(code)) return undefined;
    return `unreadable ${path}`;
  }
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // Never made, or somebody else put something into it.
  }
}
