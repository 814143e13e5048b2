import { statSync } from "node:fs";
import { resolve } from "node:path";
import { usageError } from "../errors.ts";
import { look } from "../look.ts";
import type { SourceOf } from "./format-text.ts";
import { memoizedByPath } from "./memoized.ts";
import { textOf } from "./sources.ts";

/** The folder of a project as an absolute path; a usage error where there is none. */
export function projectFolder(target: string): string {
  const path = resolve(target);
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder) return path;
  const isThere = look(path) !== undefined;
  throw usageError(
    "path-invalid",
    isThere ? `${target} is not a folder` : `there is no folder ${target}`,
    hintFor(target, isThere),
  );
}

/** Gives the text of the project's files, to show it. */
export function sourcesIn(folder: string): SourceOf {
  return memoizedByPath((file) => {
    const text = textOf(folder, file);
    return typeof text === "string" ? text : undefined;
  });
}

function hintFor(target: string, isThere: boolean): string {
  if (isThere)
    return "Give the folder of an Express project: its files belong together.";
  const isAddress = /^(?:localhost|[\w.-]+:\d+)(?:[:/]|$)/.test(target);
  return isAddress
    ? `A running app is named by its URL: http://${target}`
    : "Give the folder of an Express project, or the URL of a running app.";
}
