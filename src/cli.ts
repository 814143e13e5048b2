import {
  refuseAccessible,
  refuseContradictions,
  refuseMissing,
  resolveAnswers,
} from "./answers.ts";
import { overruled, readConfig } from "./config.ts";
import { questionsFor, settleBy, wantsStart } from "./asking.ts";
import { type Prepared, prepareProject } from "./create.ts";
import { exitCodes } from "./errors.ts";
import { type Flags, readFlags } from "./flags.ts";
import { helpText } from "./help.ts";
import { type Interrupts, watchSignals } from "./interrupts.ts";
import type { Answers } from "./options.ts";
import { callingPackageManager } from "./package-manager.ts";
import { resolveProject, type Target, usualDirectory } from "./project.ts";
import type { Questions } from "./prompts.ts";
import * as report from "./report.ts";
import { noteOnYes, refuseSwallowedFlags } from "./swallowed.ts";
import { mannerFor } from "./terminal.ts";
import { version } from "./version.ts";
import { writeFiles } from "./write.ts";

/** The program: arguments in, exit code out. */
export async function main(argv: readonly string[]): Promise<number> {
  const manner = await mannerFor(argv, process.env);
  try {
    if (argv[0] === "check") {
      const { check } = await import("./check/command.ts");
      return await check(argv.slice(1), manner);
    }
    const interrupts = watchSignals();
    refuseSwallowedFlags(argv, process.env);
    const flags = readFlags(argv);
    if (flags.run.help) report.reportText(helpText());
    else if (flags.run.version) report.reportText(version);
    else await create(flags, manner, interrupts);
    return exitCodes.done;
  } catch (error) {
    return report.reportFailure(error, manner);
  }
}

/** From what was given to a project that stands. */
async function create(
  flags: Flags,
  manner: report.Manner,
  interrupts: Interrupts,
): Promise<void> {
  const { run } = flags;
  const given = givenOptions(flags);
  refuseAccessible(run, given, flags.directory ?? usualDirectory);
  const questions = await questionsFor(run, interrupts);
  try {
    const target = await targetFrom(flags, given, questions);
    const answers = await resolveAnswers(given, usual(), questions?.option);
    refuseContradictions(answers, target.directory);
    if (run.printConfig) return report.reportConfig(answers);

    const dryRun = run.dryRun === true;
    const settle =
      questions && given.onConflict === undefined
        ? settleBy(questions)
        : undefined;
    const project = await prepareProject(target, answers, { dryRun, settle });
    if (dryRun) return report.reportDryRun(project, manner);

    await writeFiles(target, project.plan, interrupts.checkpoint);
    await finish(project, given, questions, manner, interrupts);
  } finally {
    questions?.close();
  }
}

/** Flags win over the --config file. */
function givenOptions({ answers, run }: Flags): Partial<Answers> {
  const config = run.config === undefined ? {} : readConfig(run.config);
  return overruled(config, answers);
}

function usual(): Partial<Answers> {
  const userAgent = process.env.npm_config_user_agent;
  return { packageManager: callingPackageManager(userAgent) };
}

/** A directory that was given is checked before anything is asked. */
async function targetFrom(
  { directory, run }: Flags,
  given: Partial<Answers>,
  questions: Questions | undefined,
): Promise<Target> {
  const resolved = (typed: string) => resolveProject(typed, process.cwd());
  refuseContradictions(given, directory ?? usualDirectory);
  const target = directory === undefined ? undefined : resolved(directory);
  const isNeeded = !target && !run.printConfig;
  if (!questions && !run.yes) {
    refuseMissing(given, directory, isNeeded, noteOnYes(process.env));
  }
  if (target) return target;
  const asked = isNeeded ? await questions?.directory() : undefined;
  return resolved(asked ?? usualDirectory);
}

/** Everything after the files stand; loaded only when there is something to do. */
async function finish(
  project: Prepared,
  given: Partial<Answers>,
  questions: Questions | undefined,
  manner: report.Manner,
  interrupts: Interrupts,
): Promise<void> {
  const { answers } = project;
  if (!answers.install && !answers.git) {
    return report.reportProject(project, [], manner);
  }
  const { finishProject, unfinished } = await import("./finish.ts");
  const progress = report.progressFor(manner);
  const problems = await finishProject(project, progress, interrupts);
  report.reportProject(project, problems, manner);
  if (problems.length > 0) throw unfinished(project, problems);
  const asks = answers.install && given.start === undefined;
  const asked = asks && questions && (await wantsStart(questions, interrupts));
  if (!given.start && !asked) return;
  questions?.close();
  const { startApp } = await import("./start.ts");
  await startApp(project, interrupts, manner.json);
}
