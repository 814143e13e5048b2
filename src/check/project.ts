import { discoverFiles, type Files, isCode } from "./discover-files.ts";
import type { Unreadable } from "./finding.ts";
import { importersIn } from "./importers.ts";
import { memoizedByPath } from "./memoized.ts";
import type { Module } from "./module.ts";
import { type Package, readPackages } from "./packages.ts";
import { parseFile } from "./parse.ts";
import { readModule } from "./read-module.ts";
import { findSessions, type Session } from "./sessions.ts";
import { readSource, type Source, textOf } from "./sources.ts";

/** All that the rules may ask about a project. Files are parsed when they are first needed. */
export interface Project {
  readonly files: Files;
  /** The calls of express-session. */
  readonly sessions: readonly Session[];
  /** The parsed files that may say something about sessions, logins or proxies. */
  readonly modules: readonly Module[];
  /** What could not be read; grows while files are read. */
  readonly unreadable: readonly Unreadable[];
  /** The folders of the project's own packages by name. */
  readonly workspaces: ReadonlyMap<string, string>;
  load(file: string): Module | undefined;
  /** The content of a JSON file of the project; undefined when it is not there or not JSON. */
  json(file: string): unknown;
  /** The nearest package.json at or above a file. */
  packageOf(file: string): Package;
  /** The files that import a file. */
  importersOf(file: string): readonly Module[];
}

/** All parsed code together; what is beyond it is left out, so that memory stays below 500 MB. */
const mostParsedBytes = 4_000_000;
const tooMuch = `and all further files are left out: more than ${mostParsedBytes / 1e6} MB of code has to do with sessions`;

/**
 * Reads the project in a folder. Without a call of express-session only what mentions it is parsed.
 * `read` gives the text of a file; changes that are not on disk yet can be seen through it.
 * @throws UserError when the folder cannot be read.
 */
export function readProject(
  folder: string,
  read = (file: string) => textOf(folder, file),
): Project {
  const files = discoverFiles(folder);
  const unreadable: Unreadable[] = [];
  const sources = readSources(files, read, unreadable);
  const sessions: Session[] = [];
  const modules: Module[] = [];
  const project: Project = {
    ...{ files, sessions, modules, unreadable },
    ...readPackages(files, read),
    load: memoizedByPath(loaderOf(() => project, read, unreadable)),
    importersOf: importersIn(() => project, sources),
  };
  const relevant = sources
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank);
  const seeds = relevant.filter(({ rank }) => rank === 3);
  sessions.push(...findSessions(seeds.flatMap(loadedIn(project))));
  const matters = sessions.length > 0 ? relevant : seeds;
  modules.push(...matters.flatMap(loadedIn(project)));
  return project;
}

function readSources(
  files: Files,
  read: (file: string) => string | Unreadable,
  unreadable: Unreadable[],
): Source[] {
  return files.code.flatMap((file) => {
    const text = read(file);
    if (typeof text === "string") return readSource(file, text);
    unreadable.push(text);
    return [];
  });
}

function loadedIn(project: Project): (source: Source) => Module[] {
  return ({ file }) => {
    const module = project.load(file);
    return module ? [module] : [];
  };
}

/** Parses files until that is too much for the memory; the first that is left out is named. */
function loaderOf(
  project: () => Project,
  read: (file: string) => string | Unreadable,
  unreadable: Unreadable[],
): Project["load"] {
  let bytes = 0;
  let isFull = false;
  return (file) => {
    if (isFull || !project().files.all.has(file) || !isCode(file)) {
      return undefined;
    }
    const text = read(file);
    if (typeof text !== "string") {
      unreadable.push(text);
      return undefined;
    }
    bytes += text.length;
    isFull = bytes > mostParsedBytes;
    const parsed = isFull
      ? { unreadable: { file, line: 1, message: tooMuch } }
      : parseFile(file, text);
    if ("tree" in parsed) return readModule(project(), file, text, parsed.tree);
    unreadable.push(parsed.unreadable);
    return undefined;
  };
}
