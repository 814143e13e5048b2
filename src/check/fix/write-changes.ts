import {
  chmodSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { UserError } from "../../errors.ts";
import { look } from "../../look.ts";

/** One file to write: what it held when the change was planned (undefined: nothing was there), and what it is to hold. */
export interface Change {
  file: string;
  before: string | undefined;
  after: string;
}

/**
 * Writes all files or none: each is staged beside its place, and only moved there when all are and none was changed by
 * somebody else in between.
 * @throws UserError when one was, or may not be written.
 */
export function writeChanges(folder: string, changes: readonly Change[]): void {
  const staged = changes.map((change) => {
    const path = join(folder, change.file);
    const stage = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
    return { ...change, path, stage };
  });
  try {
    for (const one of staged) stageFile(one);
    for (const one of staged) refuseChanged(one);
    for (const { stage, path } of staged) renameSync(stage, path);
  } finally {
    for (const { stage } of staged) rmSync(stage, { force: true });
  }
}

type Staged = Change & { path: string; stage: string };

const byteOrderMark = "\uFEFF";

function stageFile({ path, stage, before, after, file }: Staged): void {
  const held = bytesAt(path, file);
  const hasMark = held?.toString().startsWith(byteOrderMark) ?? false;
  const text = hasMark ? byteOrderMark + after : after;
  // A new file is one of secrets.
  const mode = before === undefined ? 0o600 : statSync(path).mode & 0o7777;
  writeFileSync(stage, text, { flag: "wx", mode });
  chmodSync(stage, mode);
}

function refuseChanged({ path, before, file }: Staged): void {
  const held = bytesAt(path, file);
  const text = held?.toString().replace(byteOrderMark, "");
  if (text === before?.replace(byteOrderMark, "")) return;
  throw new UserError(
    "failed",
    "file-changed",
    `${file} was changed while it was checked; nothing was written`,
    "Run the command again.",
  );
}

function bytesAt(path: string, file: string): Buffer | undefined {
  const stats = look(path);
  if (!stats) return undefined;
  const bytes = stats.isFile() ? readFileSync(path) : undefined;
  if (bytes?.equals(Buffer.from(bytes.toString()))) return bytes;
  throw new UserError(
    "failed",
    "file-unwritable",
    bytes
      ? `${file} is not written in UTF-8, so it was not changed`
      : `${file} is no regular file, so it was not changed`,
    "Nothing was written. Leave it out with --ignore, or change it by hand.",
  );
}
