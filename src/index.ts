import { resolveAnswers, refuseContradictions } from "./answers.ts";
import { prepareProject } from "./create.ts";
import { usageError } from "./errors.ts";
import { noInterrupts } from "./interrupts.ts";
import type { Answers } from "./options.ts";
import { resolveProject } from "./project.ts";
import { checkOptions } from "./schema.ts";
import { fileList, nextSteps } from "./words.ts";
import { writeFiles } from "./write.ts";

export { UserError } from "./errors.ts";
export type { Answers, Choice, Option, OptionName } from "./options.ts";
export { options } from "./options.ts";

/** What to create; everything but the directory has the default of its flag. */
export interface CreateOptions extends Partial<Omit<Answers, "start">> {
  /** Absolute, or relative to the working directory. */
  directory: string;
  /** Write nothing, only say what would be written. */
  dryRun?: boolean;
}

/** What was created; the same as the program's --json document. */
export interface CreatedProject {
  /** Absolute. */
  directory: string;
  packageName: string;
  options: Answers;
  files: {
    path: string;
    action: "create" | "unchanged" | "keep" | "overwrite";
    /** Size in UTF-8. */
    bytes: number;
  }[];
  /** Makes the same project on a command line. */
  command: string;
  nextSteps: string[];
}

/** Creates a project and prints nothing. Rejects with a UserError where the program would end with an error. */
export async function createProject(
  request: CreateOptions,
): Promise<CreatedProject> {
  const { directory, dryRun = false, ...given } = request;
  if (typeof directory !== "string") {
    throw usageError("missing-options", "createProject needs a directory");
  }
  if ("start" in given && given.start) {
    throw usageError("invalid-value", "createProject does not start the app");
  }
  const chosen = checkOptions(given, "createProject");
  refuseContradictions(chosen, directory);
  const target = resolveProject(directory, process.cwd());
  const answers = await resolveAnswers(chosen, {});
  refuseContradictions(answers, directory);
  const project = await prepareProject(target, answers, { dryRun });
  if (!dryRun) {
    await writeFiles(target, project.plan, noInterrupts.checkpoint);
    await finish(project);
  }
  return {
    directory: target.path,
    packageName: project.packageName,
    options: answers,
    files: fileList(project),
    command: project.command,
    nextSteps: nextSteps(project),
  };
}

async function finish(
  project: Awaited<ReturnType<typeof prepareProject>>,
): Promise<void> {
  const { install, git } = project.answers;
  if (!install && !git) return;
  const { finishProject, unfinished } = await import("./finish.ts");
  const silence = () => ({ done: () => {}, failed: () => {} });
  const problems = await finishProject(project, silence, noInterrupts);
  if (problems.length > 0) throw unfinished(project, problems);
}
