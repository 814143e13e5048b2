import type { Prepared } from "./create.ts";
import { UserError } from "./errors.ts";
import { modeOf } from "./file-modes.ts";
import { commitProject } from "./git.ts";
import { type Interrupts, stoppedBy } from "./interrupts.ts";
import { packageManagers } from "./package-manager.ts";
import { type Run, runnerIn } from "./run-program.ts";

/** What is told of a step that takes a while. */
export type Progress = (label: string) => {
  done: (text: string) => void;
  failed: (text: string) => void;
};

/** Something that did not work after the project stood. */
export interface Problem {
  code: "install-failed" | "git-failed";
  message: string;
  /** What to run in the project to make up for it. */
  run: string;
}

/** Installs the packages and makes the first commit; the project stands already, so nothing here undoes it. */
export async function finishProject(
  project: Prepared,
  progress: Progress,
  interrupts: Interrupts,
): Promise<Problem[]> {
  const { answers, plan, target } = project;
  const run = runnerIn(target.path, interrupts);
  const problems: (Problem | undefined)[] = [];
  refuseAfterSignal(project, interrupts);
  if (answers.install) {
    problems.push(await install(project, run, progress));
    refuseAfterSignal(project, interrupts);
  }
  if (answers.git) {
    const ours = plan.files.filter(({ action }) => action !== "keep");
    // Secrets never go into git, whatever the user's own .gitignore says.
    const paths = ours.map(({ path }) => path);
    const open = paths.filter((path) => modeOf(path) !== 0o600);
    problems.push(await commitProject(open, run, progress));
    refuseAfterSignal(project, interrupts);
  }
  return problems.filter((problem) => problem !== undefined);
}

/** The error that says what did not work, and what to run. */
export function unfinished(
  { target }: Prepared,
  problems: readonly Problem[],
): UserError {
  const messages = problems.map(({ message }) => message).join("; ");
  const commands = problems.map(({ run }) => run).join(" && ");
  return new UserError(
    "failed",
    problems[0]?.code ?? "install-failed",
    `${messages}; the project itself stands in ${target.directory}`,
    `Run there: ${commands}`,
  );
}

async function install(
  { answers: { packageManager } }: Prepared,
  run: Run,
  progress: Progress,
): Promise<Problem | undefined> {
  const { install: words, typed } = packageManagers[packageManager];
  const step = progress(`Installing packages with ${packageManager}`);
  const { ok, missing, output } = await run(packageManager, words);
  if (ok) {
    step.done("Packages installed");
    return undefined;
  }
  step.failed(missing ? "" : lastLines(output));
  const message = missing
    ? `${packageManager} is not installed`
    : `${typed.install} failed`;
  return { code: "install-failed", message, run: typed.install };
}

/** Errors stand at the end; what comes before is progress. */
function lastLines(output: string): string {
  return output.trimEnd().split("\n").slice(-20).join("\n");
}

function refuseAfterSignal(
  { answers, target }: Prepared,
  { caught }: Interrupts,
): void {
  if (!caught) return;
  const { typed } = packageManagers[answers.packageManager];
  throw stoppedBy(
    caught,
    `The project stands in ${target.directory}, but is not finished.`,
    `Run there: ${answers.install ? typed.install : "git init"}`,
  );
}
