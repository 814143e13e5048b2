import { posix } from "node:path";
import type { Files } from "./discover-files.ts";
import type { Unreadable } from "./finding.ts";
import type { Project } from "./project.ts";

/** A package.json, as far as it is one. */
export interface Manifest {
  readonly name?: unknown;
  readonly main?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** `folder` is empty for the project's own. */
export interface Package {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Looks up JSON files and packages of a project. */
export function readPackages(
  files: Files,
  read: (file: string) => string | Unreadable,
): Pick<Project, "json" | "packageOf" | "workspaces"> {
  const json = (file: string) =>
    files.all.has(file) ? parsed(read(file)) : undefined;
  const folders = new Map<string, Package>();
  const workspaces = new Map<string, string>();
  for (const file of files.all) {
    if (posix.basename(file) !== "package.json") continue;
    const folder = folderOf(file);
    const manifest = asManifest(json(file));
    folders.set(folder, { folder, manifest });
    if (typeof manifest.name === "string")
      workspaces.set(manifest.name, folder);
  }
  return {
    json,
    workspaces,
    packageOf: (file) => nearest(folders, folderOf(file)),
  };
}

function nearest(
  folders: ReadonlyMap<string, Package>,
  folder: string,
): Package {
  for (let at = folder; ; at = folderOf(at)) {
    const found = folders.get(at);
    if (found) return found;
    if (at === "") return { folder: "", manifest: {} };
  }
}

function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === "." || folder === "/" ? "" : folder;
}

function parsed(text: string | Unreadable): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : undefined;
  } catch {
    // Not the app's code: whoever reads it says so.
    return undefined;
  }
}

function asManifest(content: unknown): Manifest {
  const isObject = typeof content === "object" && content !== null;
  return isObject ? content : {};
}
