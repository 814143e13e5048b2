import {
  lstatSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  rmSync,
  unlinkSync,
} from "node:fs";
import { join } from "node:path";
import { UserError } from "./errors.ts";
import {
  claimLock,
  isAlive,
  isOwnerFile,
  type Owner,
  ownerFiles,
  ownersOf,
} from "./lock-owner.ts";

/**
 * Takes the lock: makes the folder, in which files named `owner.<n>.json` say whose it is. The highest number counts; a
 * run that finds it dead makes the next one, which only one run can do, and lets `recover` clear up what it left.
 */
export function takeLock(folder: string, recover: () => void): void {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (made(folder)) {
      if (claimedNew(folder)) return;
    } else if (takenOver(folder, attempt)) {
      recover();
      releaseLock(folder);
    }
  }
  throw new UserError("failed", "busy", `${folder} stays locked`);
}

/** Removes the folder with everything in it; the owner's file goes last, so that nobody takes it over half removed. */
export function releaseLock(folder: string): void {
  const names = readdirSync(folder);
  for (const name of names) {
    if (isOwnerFile(name)) continue;
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  for (const name of ownerFiles(names)) unlinkSync(join(folder, name));
  rmdirSync(folder);
}

/** Whether a lock lies there that nobody holds any more. */
export function isDeadLock(folder: string): boolean {
  try {
    // An error for each folder that is not there would cost more than a look.
    if (!lstatSync(folder, { throwIfNoEntry: false })) return false;
    if (isForeign(folder)) return false;
    const last = ownersOf(folder).at(-1);
    return !last || !isAlive(last);
  } catch {
    return false; // No lock, or none that we may look into.
  }
}

/** Between making the folder and naming its owner lie microseconds; after 15 looks, 20 ms apart, its maker is dead. */
const patience = 15;

function made(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** On a full disk the folder can be made, but not the file that says whose it is. */
function claimedNew(folder: string): boolean {
  try {
    return claimLock(folder, 1);
  } catch (error) {
    releaseLock(folder);
    throw error;
  }
}

function takenOver(folder: string, attempt: number): boolean {
  try {
    if (isForeign(folder)) throw foreign(folder);
    const chain = ownersOf(folder);
    const last = chain.at(-1);
    if (last && isAlive(last)) throw busy(folder, last);
    if (!last && attempt < patience) {
      sleep(20);
      return false;
    }
    if (!claimLock(folder, chain.length + 1)) return false;
    // The folder may have been released and taken anew while we looked.
    const now = ownersOf(folder).at(-2);
    return now?.pid === last?.pid && now?.started === last?.started;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false; // It was released just now.
    throw error;
  }
}

/** Ours are empty, or say whose they are: the owner's file is the first that comes and the last that goes. */
function isForeign(folder: string): boolean {
  const names = readdirSync(folder);
  return names.length > 0 && !names.some(isOwnerFile);
}

function foreign(folder: string): UserError {
  return new UserError(
    "failed",
    "in-the-way",
    `${folder} is in the way: it is not ours, but we stage files under its name`,
    "Move it away, or give another directory.",
  );
}

function busy(folder: string, owner: Owner): UserError {
  return new UserError(
    "failed",
    "busy",
    `another run is writing there (process ${owner.pid}, ${folder})`,
    "Wait until it is done; if there is none, remove that folder.",
  );
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "";
}
