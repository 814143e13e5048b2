import { UserError } from "./errors.ts";

/** One sentence for what the file system refused; everything else is handed back as it came. */
export function readableFileError(error: unknown, directory: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  const { code, path } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : sentences[code];
  if (known === undefined) return error;
  const [why, hint] = known;
  const where = path === undefined || path === directory ? "" : ` (${path})`;
  const message = `${directory} cannot be written: ${why}${where}`;
  return new UserError("failed", code ?? "", message, hint, { cause: error });
}

const elsewhere = "Nothing was changed. Give a directory in another place.";
const permission = [
  "you have no permission",
  "Nothing was changed. Give a directory in a place where you may write.",
] as const;
const readOnly = ["the file system is read-only", elsewhere] as const;
const full = [
  "the disk is full",
  "Nothing was changed. Make room, then run the command again.",
] as const;

/** By the code of the system call, why it failed and what helps. */
const sentences: Readonly<Record<string, readonly [string, string]>> = {
  EACCES: permission,
  EPERM: permission,
  EROFS: readOnly,
  ENOSPC: full,
  EDQUOT: ["your disk quota is used up", full[1]],
  ENAMETOOLONG: ["a path gets too long for the file system", elsewhere],
  ENOTDIR: ["a file lies where a directory is needed", elsewhere],
  ELOOP: ["symbolic links lead in a circle", elsewhere],
  EINVAL: ["the file system does not allow such a name", elsewhere],
  EILSEQ: ["the file system does not allow such a name", elsewhere],
  EMFILE: ["too many files are open", "Nothing was changed. Try again."],
  ENFILE: ["too many files are open", "Nothing was changed. Try again."],
  EIO: ["the disk reports an error", "Check the disk, then try again."],
  EBUSY: ["another program uses it", "Nothing was changed. Try again."],
  EEXIST: [
    "something of that name appeared while we wrote",
    "Nothing was changed. Run the command again to see what is in the way.",
  ],
  ENOTEMPTY: [
    "it appeared while we wrote, perhaps another run made it",
    "Nothing was changed. Run the command again to see what is in the way.",
  ],
  ENOENT: [
    "a directory vanished while we wrote",
    "Nothing was changed. Run the command again.",
  ],
};
