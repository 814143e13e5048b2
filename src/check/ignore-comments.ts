import type { Finding } from "./finding.ts";
import { lineBreak } from "./sources.ts";
import type { Module } from "./module.ts";

const comment =
  /(?:\/\/|\/\*)\s*session-check-ignore\s+([\w-]+(?:\s*,\s*[\w-]+)*)/;

/** Whether `// session-check-ignore RULE reason` stands on the finding's line or alone on the one above it. */
export function isIgnored(module: Module, { rule, line }: Finding): boolean {
  if (!module.text.includes("session-check-ignore")) return false;
  const lines = module.text.split(lineBreak);
  const own = lines[line - 1] ?? "";
  const above = (lines[line - 2] ?? "").trim();
  const isAlone = above.startsWith("//") || above.startsWith("/*");
  return names(own).includes(rule) || (isAlone && names(above).includes(rule));
}

function names(text: string): string[] {
  return comment.exec(text)?.[1]?.split(/\s*,\s*/) ?? [];
}
