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
import { UserError } from "./errors.ts";
import { modeOf } from "./file-modes.ts";
import { closeJournal, type Journal, writeJournal } from "./journal.ts";
import { journalFor } from "./journal-plan.ts";
import { look } from "./look.ts";
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
  refuseIfChanged(target, files);
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

/**
 * Between planning and locking another run may have written here. Looked at before the journal is, because undoing it
 * takes away what it says we made: the other run's files, where they are the same as ours.
 */
function refuseIfChanged(target: Target, files: readonly PlannedFile[]): void {
  for (const { path, action } of files) {
    const place = join(target.path, path);
    const isThere = look(place) !== undefined;
    if (isThere === (action === "overwrite")) continue;
    throw new UserError(
      "failed",
      "target-changed",
      `${path} in ${target.directory} changed while we wrote, perhaps another run is at work`,
      "Nothing was changed. Run the command again to see what is in the way.",
    );
  }
}

/** The files lie side by side under their number; the folder's own files have names. */
function stage(files: readonly PlannedFile[], folder: string): void {
  for (const [index, { path, text }] of files.entries()) {
    const staged = join(folder, String(index));
    writeFileSync(staged, text, { flag: "wx", mode: modeOf(path) });
  }
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
