import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { look } from "../../look.ts";

/** Whether git leaves a file out, by the .gitignore files above it; git itself is not asked, because it may run programs. */
export function isGitIgnored(path: string): boolean {
  const folders = foldersAbove(path);
  const top = folders[0] ?? dirname(path);
  const rules = [
    ...rulesIn(join(top, ".git/info/exclude"), top),
    ...folders.flatMap((folder) => rulesIn(join(folder, ".gitignore"), folder)),
  ];
  const parents = folders.slice(1);
  const isOut = (one: string, isFolder: boolean) =>
    rules.findLast((rule) => rule.matches(one, isFolder))?.isIgnored ?? false;
  return parents.some((folder) => isOut(folder, true)) || isOut(path, false);
}

interface IgnoreRule {
  isIgnored: boolean;
  matches: (path: string, isFolder: boolean) => boolean;
}

/** From the root of the repository down; without a repository only the file's own folder. */
function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let at = dirname(path); ; at = dirname(at)) {
    folders.unshift(at);
    if (look(join(at, ".git"))) return folders;
    if (dirname(at) === at) return [dirname(path)];
  }
}

function rulesIn(file: string, folder: string): IgnoreRule[] {
  return textIn(file)
    .split(/\r?\n/)
    .map((line) => line.replace(/(?<!\\)\s+$/, ""))
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => ruleFrom(line, folder));
}

function ruleFrom(line: string, folder: string): IgnoreRule {
  const isIgnored = !line.startsWith("!");
  const pattern = line.replace(/^!/, "");
  const onlyFolders = pattern.endsWith("/");
  const body = pattern.replace(/\/$/, "");
  const isAnchored = body.includes("/");
  const glob = expressionFor(body.replace(/^\//, ""));
  const whole = isAnchored ? `^${glob}$` : `^(?:.*/)?${glob}$`;
  const expression = new RegExp(whole);
  return {
    isIgnored,
    matches: (path, isFolder) => {
      const below = relative(folder, path).replaceAll("\\", "/");
      const isInside = below !== "" && !below.startsWith("../");
      return isInside && (isFolder || !onlyFolders) && expression.test(below);
    },
  };
}

function expressionFor(glob: string): string {
  return glob.replace(
    /\*\*\/|\/\*\*$|\*+|\?|\\(.)|[.+^$(){}|[\]]/g,
    (part, escaped: string | undefined) => {
      if (part === "**/") return "(?:.*/)?";
      if (part === "/**") return "/.*";
      if (part.startsWith("*")) return "[^/]*";
      if (part === "?") return "[^/]";
      return `\\${escaped ?? part}`;
    },
  );
}

function textIn(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // There is none, or it cannot be read: nothing is ignored by it.
  }
}
