import { usageError } from "../errors.ts";
import { findingsIn } from "./check-project.ts";
import type { CheckResult } from "./finding.ts";
import type { CheckFlags } from "./flags.ts";
import { type Project, readProject } from "./project.ts";

/** Checks the project in a folder, after it was mended if that was asked for. */
export async function checkFolder(
  folder: string,
  flags: CheckFlags,
): Promise<CheckResult & { note?: string }> {
  const { rules, target } = flags;
  if (flags.fix) {
    const { fixProject } = await import("./fix/fix-project.ts");
    await fixProject(folder, flags);
  }
  const project = readProject(folder);
  refuseEmpty(project, target);
  const result = findingsIn(project, rules);
  if (project.sessions.length > 0) return result;
  return { ...result, note: `There is no express-session in ${target}.` };
}

/** A wrong folder must not look like a good app, least of all in CI. */
function refuseEmpty({ files }: Project, target: string): void {
  if (files.code.length > 0) return;
  throw usageError(
    "nothing-to-check",
    `there is no JavaScript or TypeScript to check in ${target}`,
    "Give the folder of an Express project. Tests, node_modules and build output are not read.",
  );
}
