import { equivalentCommand } from "./command.ts";
import type { Files } from "./compose.ts";
import {
  type Conflict,
  findConflicts,
  type Plan,
  planFiles,
} from "./conflicts.ts";
import { readableFileError } from "./file-errors.ts";
import type { Answers } from "./options.ts";
import type { Target } from "./project.ts";
import { renderProject } from "./render.ts";
import { secretsFor } from "./secrets.ts";
import { recoverTarget } from "./write.ts";

/** A project that is ready to be written, all in memory. */
export interface Prepared {
  target: Target;
  answers: Answers;
  packageName: string;
  /** Makes the same project without asking, also in the same place. */
  command: string;
  plan: Plan;
}

/** Decides what to do about files that are in the way. */
export type Settle = (
  conflicts: readonly Conflict[],
) => Promise<Answers["onConflict"]>;

/** Renders the project and compares it with what lies in the target; throws when something is in the way. */
export async function prepareProject(
  target: Target,
  answers: Answers,
  { dryRun, settle }: { dryRun: boolean; settle?: Settle },
): Promise<Prepared> {
  try {
    if (!dryRun) await recoverTarget(target);
    const commandWith = (onConflict: Answers["onConflict"]) =>
      equivalentCommand(target.directory, { ...answers, onConflict });
    // The README must not differ between runs, or it would be in the way of the next.
    const written = commandWith("error");
    const { files, packageName } = await render(target, answers, written);
    const conflicts = findConflicts(target, files);
    const asks = conflicts.length > 0 && answers.onConflict === "error";
    const onConflict =
      asks && settle ? await settle(conflicts) : answers.onConflict;
    const plan = planFiles(target, files, conflicts, onConflict);
    const command = commandWith(onConflict);
    return { target, answers, packageName, command, plan };
  } catch (error) {
    throw readableFileError(error, target.directory);
  }
}

async function render(target: Target, answers: Answers, command: string) {
  const needsCertificate = answers.https === "direct";
  const secrets = await secretsFor(target, needsCertificate);
  const named = async (packageName: string) => ({
    packageName,
    files: await renderProject(answers, { packageName, command, ...secrets }),
  });
  const project = await named(target.packageName);
  // npm refuses a package that depends on its own name.
  return dependsOn(project.files, target.packageName)
    ? named(`${target.packageName}-app`)
    : project;
}

function dependsOn(files: Files, name: string): boolean {
  const manifest = JSON.parse(files.get("package.json") ?? "{}") as {
    dependencies?: object;
    devDependencies?: object;
  };
  const { dependencies = {}, devDependencies = {} } = manifest;
  return name in dependencies || name in devDependencies;
}
