import { posix } from "node:path";
import type { Module } from "./module.ts";
import type { Project } from "./project.ts";

export type Imported =
  | { readonly kind: "module"; readonly target: Module }
  | { readonly kind: "json"; readonly content: unknown }
  | { readonly kind: "package"; readonly name: string }
  | { readonly kind: "nothing" };

const endings = [
  ...[
    "",
    ".js",
    ".ts",
    ".mjs",
    ".cjs",
    ".tsx",
    ".jsx",
    ".mts",
    ".cts",
    ".json",
  ],
  ...["/index.js", "/index.ts", "/index.mjs", "/index.cjs", "/index.tsx"],
];

const insideMark = "\0/";

/** An absolute path in the project, as `__dirname` would give it, without a path of this machine. */
export function insideProject(path: string): string {
  return insideMark + path;
}

/** What an import means: a file of the project, or a package outside of it. Links out of the project are not followed. */
export function resolveImport(module: Module, source: string): Imported {
  const { project, file } = module;
  const path = resolvePath(project, file, source);
  if (path?.endsWith(".json")) {
    return { kind: "json", content: project.json(path) };
  }
  const target = path === undefined ? undefined : project.load(path);
  if (target) return { kind: "module", target };
  if (path !== undefined || /^[.\0]/.test(source)) return { kind: "nothing" };
  return { kind: "package", name: source.replace(/^node:/, "") };
}

/** The file of the project that an import in another file means. */
export function resolvePath(
  project: Project,
  file: string,
  source: string,
): string | undefined {
  const folder = posix.dirname(file);
  if (/^\.\.?(?:\/|$)/.test(source)) {
    return existing(project, posix.join(folder, source));
  }
  if (source.startsWith(insideMark)) {
    return existing(project, posix.join(source.slice(insideMark.length)));
  }
  const { folder: root } = project.packageOf(file);
  for (const path of aliased(source)) {
    const found = existing(project, posix.join(root, path));
    if (found) return found;
  }
  return inWorkspace(project, source);
}

/** Where the usual aliases (`@/config`, `src/config`, `#config`) point, relative to the package. */
function aliased(source: string): string[] {
  if (/^(?:src|app|server|lib)\//.test(source)) return [source];
  const rest = /^(?:[@~#]\/|[~#])(.+)$/.exec(source)?.[1];
  if (rest) return [`src/${rest}`, rest, `server/${rest}`, `app/${rest}`];
  const scoped =
    /^@(config|server|src|app|lib|utils|common|shared|core)\/(.+)$/.exec(
      source,
    );
  if (!scoped) return [];
  const [, name, path] = scoped;
  return [`src/${name}/${path}`, `${name}/${path}`, `src/${path}`];
}

function inWorkspace(project: Project, source: string): string | undefined {
  const folder = project.workspaces.get(source);
  if (folder === undefined) return undefined;
  const { manifest } = project.packageOf(posix.join(folder, "package.json"));
  const main = typeof manifest.main === "string" ? manifest.main : "index";
  const guesses = ["src/index", main, "index"];
  return guesses
    .map((guess) => existing(project, posix.join(folder, guess)))
    .find((path) => path !== undefined);
}

function existing(project: Project, path: string): string | undefined {
  const clean = path.replace(/\/$/, "");
  const { all } = project.files;
  const found = endings
    .map((ending) => clean + ending)
    .find((name) => all.has(name));
  if (found !== undefined) return found;
  // TypeScript sources import the .js that they become.
  const source = clean.replace(/\.([cm]?)jsx?$/, ".$1ts");
  return [source, `${source}x`].find(
    (name) => source !== clean && all.has(name),
  );
}
