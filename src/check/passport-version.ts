import type { Module } from "./module.ts";

/** Whether package.json asks for passport 0.6 or later, which renews and ends sessions; undefined when it does not say. */
export function isPassport06({ project, file }: Module): boolean | undefined {
  const { manifest } = project.packageOf(file);
  const range =
    manifest.dependencies?.passport ?? manifest.devDependencies?.passport;
  if (typeof range !== "string") return undefined;
  if (range === "latest") return true;
  const [, major, minor = 0] =
    /^[\^~=v]*\s*(\d+)(?:\.(\d+))?/.exec(range) ?? [];
  if (major === undefined) return undefined;
  return Number(major) > 0 || Number(minor) >= 6;
}
