import type { Project } from "./project.ts";

/** Whether package.json asks for a version of a package from `from` on; undefined when it does not say. */
export function isAtLeast(
  project: Project,
  file: string,
  name: string,
  from: readonly [major: number, minor: number],
): boolean | undefined {
  const { manifest } = project.packageOf(file);
  const range =
    manifest.dependencies?.[name] ?? manifest.devDependencies?.[name];
  if (typeof range !== "string") return undefined;
  if (range === "latest") return true;
  const [, major, minor] = /^[\^~=v]*\s*(\d+)(?:\.(\d+))?/.exec(range) ?? [];
  if (major === undefined) return undefined;
  const version = [Number(major), Number(minor ?? 0)] as const;
  return (
    version[0] > from[0] || (version[0] === from[0] && version[1] >= from[1])
  );
}
