import { lstatSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Plan, PlannedFile } from "./conflicts.ts";
import { UserError } from "./errors.ts";
import { readableFileError } from "./file-errors.ts";
import { modeOf } from "./file-modes.ts";
import { isDeadLock, releaseLock, takeLock } from "./lock.ts";
import type { Target } from "./project.ts";

/**
 * Writes the planned files, all or none. They are staged first; `checkpoint` is awaited before they are moved into
 * place, and may throw to stop.
 */
export async function writeFiles(
  target: Target,
  plan: Plan,
  checkpoint: () => Promise<void>,
): Promise<void> {
  const isWritten = ({ action }: PlannedFile) =>
    action === "create" || action === "overwrite";
  const files = plan.files.filter(isWritten);
  if (target.exists && files.length === 0) return;
  const folder = target.exists
    ? join(target.path, insideName)
    : stageBeside(firstMissing(target.path));
  try {
    const undo = await undoOf(folder);
    takeLock(folder, undo);
    const write = target.exists
      ? (await import("./merge.ts")).mergeInto(target, plan, folder, checkpoint)
      : moveInto(target.path, files, folder, checkpoint);
    await undoneOnError(write, folder, undo);
  } catch (error) {
    throw readableFileError(error, target.directory);
  }
}

/** Clears up what a killed run left in or beside the target, which else looks like files in the way. */
export async function recoverTarget(target: Target): Promise<void> {
  const folders = [join(target.path, insideName)];
  for (let path = target.path; dirname(path) !== path; path = dirname(path)) {
    folders.push(stageBeside(path));
  }
  for (const folder of folders) {
    if (!isDeadLock(folder)) continue;
    takeLock(folder, await undoOf(folder));
    releaseLock(folder);
  }
}

const insideName = ".create-session-app";

/** Beside what will be renamed into place, and so on the same file system; shortened where the name would get too long. */
function stageBeside(path: string): string {
  const name = basename(path);
  const isLong = Buffer.byteLength(name) > 200;
  const label = isLong ? Array.from(name).slice(0, 50).join("") : name;
  return join(dirname(path), `.${label}.create-session-app`);
}

function firstMissing(path: string): string {
  const above = dirname(path);
  const isThere = lstatSync(above, { throwIfNoEntry: false });
  return isThere || above === path ? path : firstMissing(above);
}

/** A new directory appears whole, by one rename. */
async function moveInto(
  path: string,
  files: readonly PlannedFile[],
  folder: string,
  checkpoint: () => Promise<void>,
): Promise<void> {
  const first = firstMissing(path);
  const tree = join(folder, "tree");
  const root = tree + path.slice(first.length);
  const made = new Set<string>();
  for (const file of files) {
    // Not by join(): V8 would compile it anew for so many characters, which takes a tenth of the run and 4 MB.
    const place = `${root}/${file.path}`;
    const parent = dirname(place);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    const mode = modeOf(file.path);
    // Only where the encoding is said does Node write the text as it is; else by way of a buffer, which takes twice as long.
    writeFileSync(place, file.text, { encoding: "utf8", flag: "wx", mode });
  }
  await checkpoint();
  refuseIfThere(first);
  renameSync(tree, first);
}

/** rename() would replace an empty directory or, on some systems, a file. */
function refuseIfThere(path: string): void {
  if (!lstatSync(path, { throwIfNoEntry: false })) return;
  throw new UserError(
    "failed",
    "target-appeared",
    `${path} appeared while we wrote, perhaps another run made it`,
    "Nothing was changed. Run the command again to see what is in the way.",
  );
}

async function undoneOnError(
  write: Promise<void>,
  folder: string,
  undo: () => void,
): Promise<void> {
  try {
    await write;
  } catch (error) {
    undo();
    releaseLock(folder);
    throw error;
  }
  try {
    releaseLock(folder);
  } catch {
    // The project stands; what is left of the folder the next run clears up.
  }
}

/** Beside a target nothing needs undoing, so what undoes is not even loaded. */
async function undoOf(folder: string): Promise<() => void> {
  if (basename(folder) !== insideName) return () => {};
  const { undoJournal } = await import("./journal.ts");
  return () => undoJournal(folder, dirname(folder));
}
