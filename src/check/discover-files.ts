import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../errors.ts";

/** Installed, generated, only for tests or pieces of other apps: nothing there is the app that users meet. */
const skippedFolders = new Set([
  ...["node_modules", "bower_components", "jspm_packages", "vendor"],
  ...["dist", "build", "out", "coverage", "_book", "typings"],
  ...["test", "tests", "__tests__", "__mocks__", "spec", "specs", "e2e"],
  ...["cypress", "fixtures", "__fixtures__"],
  ...["templates", "template", "__templates__", "scaffolds", "blueprints"],
]);

const code = /\.[cm]?[jt]sx?$/;
const notTheApp =
  /\.d\.[cm]?ts$|[.-]min\.[cm]?js$|\.bundle\.js$|[._-](?:test|spec)\.[^.]+$|\.stories\.[^.]+$/;

/** More than any project has; a bound against folders that were not meant. */
const mostFiles = 300_000;

/** The files of a project: paths relative to its folder, with slashes, in a stable order. */
export interface Files {
  /** Every regular file, for looking up what an import means. */
  readonly all: ReadonlySet<string>;
  /** What may hold the app's own code. */
  readonly code: readonly string[];
}

/**
 * Lists a folder without following links, and without what is installed, built or a test.
 * @throws UserError when the folder cannot be read or holds more files than a project has.
 */
export function discoverFiles(folder: string): Files {
  const all = new Set<string>();
  const waiting = [""];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const entry of entriesOf(folder, at)) {
      const path = at + entry.name;
      if (entry.isFile()) all.add(path);
      else if (entry.isDirectory() && !isSkipped(entry.name)) {
        waiting.push(`${path}/`);
      }
    }
    if (all.size > mostFiles) throw tooMany();
  }
  const files = [...all].filter(isCode);
  return { all, code: files.sort() };
}

/** Whether a file may hold code of the app itself. */
export function isCode(path: string): boolean {
  return code.test(path) && !notTheApp.test(path);
}

function isSkipped(name: string): boolean {
  return name.startsWith(".") || skippedFolders.has(name.toLowerCase());
}

/** What lies deeper and may not be read is left out; the folder itself must be there. */
function entriesOf(folder: string, at: string): Dirent[] {
  try {
    return readdirSync(join(folder, at), { withFileTypes: true });
  } catch (error) {
    if (at !== "") return [];
    throw unreadableFolder(folder, error);
  }
}

function unreadableFolder(folder: string, cause: unknown): UserError {
  const isThere = statSync(folder, { throwIfNoEntry: false }) !== undefined;
  const message = isThere
    ? `${folder} is not a folder that can be read`
    : `there is no folder ${folder}`;
  return new UserError(
    "usage",
    "folder-unreadable",
    message,
    "give the folder of an Express project",
    { cause },
  );
}

function tooMany(): UserError {
  return new UserError(
    "failed",
    "too-many-files",
    `there are more than ${mostFiles} files`,
    "give the folder of one project",
  );
}
