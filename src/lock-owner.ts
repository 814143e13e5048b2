import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The run that a lock belongs to. */
export interface Owner {
  pid: number;
  host: string;
  /** Milliseconds since 1970. */
  started: number;
}

/** The owners that a lock has had, the present one last; undefined where the file cannot be read. */
export function ownersOf(folder: string): (Owner | undefined)[] {
  return ownerFiles(readdirSync(folder)).map((file) =>
    ownerIn(join(folder, file)),
  );
}

/** Those of the names that say whose the lock is, the present owner's last. */
export function ownerFiles(names: readonly string[]): string[] {
  const numberOf = (name: string) => Number(name.split(".")[1]);
  return names.filter(isOwnerFile).sort((a, b) => numberOf(a) - numberOf(b));
}

/** Makes us the owner of this number, unless another run was quicker. */
export function claimLock(folder: string, number: number): boolean {
  const me = { pid: process.pid, host: hostname(), started: Date.now() };
  try {
    const file = join(folder, `owner.${number}.json`);
    writeFileSync(file, JSON.stringify(me), { encoding: "utf8", flag: "wx" });
    return true;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["EEXIST", "ENOENT"].includes(code)) return false;
    throw error;
  }
}

export function isOwnerFile(name: string): boolean {
  return /^owner\.\d+\.json$/.test(name);
}

/** Whether the owner is still at work. */
export function isAlive(owner: Owner): boolean {
  if (Date.now() - owner.started > longestRun) return false;
  if (owner.host !== hostname()) return true; // Nothing but its age can tell.
  // Containers start counting anew: a lock with our own number is a former run's.
  if (owner.pid === process.pid) return false;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Writing takes well under a second; a lock this old is no one's, even if another process has the number by now. */
const longestRun = 10 * 60_000;

/** Linux has the name of the computer, or container, in a file: node:os takes a fiftieth of a run to load. */
function hostname(): string {
  try {
    return readFileSync("/proc/sys/kernel/hostname", "utf8").trimEnd();
  } catch {
    return process.getBuiltinModule("node:os").hostname();
  }
}

function ownerIn(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Owner;
  } catch {
    return undefined; // Being written or removed at this moment, or left half written.
  }
}
