import type { Conflict } from "./conflicts.ts";
import { visible } from "./controls.ts";
import type { Prepared } from "./create.ts";
import { exitCodes, UserError } from "./errors.ts";
import type { Problem, Progress } from "./finish.ts";
import type { Answers } from "./options.ts";
import { print } from "./output.ts";
import { steps } from "./steps.ts";
import { version } from "./version.ts";
import {
  dryRunText,
  fileList,
  type Looks,
  nextSteps,
  successText,
} from "./words.ts";

/** How to print: results go to standard output, errors and progress to standard error. */
export interface Manner {
  json: boolean;
  debug: boolean;
  /** Standard error is a terminal that may be redrawn. */
  animated: boolean;
  /** How standard output looks, and how the word "error" does. */
  looks?: Looks & { red: (text: string) => string };
}

/** Prints a text that was asked for, like the help. */
export function reportText(text: string): void {
  print(1, text.endsWith("\n") ? text : `${text}\n`);
}

/** Prints the resolved options, as --config reads them. */
export function reportConfig(answers: Answers): void {
  print(1, `${JSON.stringify(answers, null, 2)}\n`);
}

/** Prints what would be written. */
export function reportDryRun(project: Prepared, { json }: Manner): void {
  print(1, json ? document(project, []) : dryRunText(project));
}

/** Prints what stands now, also when finishing it failed. */
export function reportProject(
  project: Prepared,
  problems: readonly Problem[],
  { json, looks }: Manner,
): void {
  if (!json) print(1, successText(project, problems, looks ?? plain));
  else if (problems.length === 0) print(1, document(project, problems));
}

/** Lists what is in the way, before somebody is asked what to do about it. */
export function reportConflicts(conflicts: readonly Conflict[]): void {
  const list = conflicts.map(({ path }) => `  ${path}`).join("\n");
  print(2, `These files are in the way:\n${list}\n`);
}

/** Tells of the steps that take a while. */
export function progressFor({ json, animated }: Manner): Progress {
  return steps((text) => print(2, text), animated && !json);
}

/** Prints why the run failed and gives its exit code. */
export function reportFailure(error: unknown, manner: Manner): number {
  const { json, debug, looks } = manner;
  const failure = error instanceof UserError ? error : bug(error);
  const { code, message, hint } = failure;
  if (json) {
    const told = { ok: false, error: { code, message, hint: hint ?? "" } };
    print(1, `${JSON.stringify(told, null, 2)}\n`);
  } else {
    const isEnd = ["cancelled", "terminated"].includes(code);
    const word = looks?.red("error:") ?? "error:";
    const text = visible(message);
    const lines = [isEnd ? text : `${word} ${text}`, visible(hint ?? "")];
    print(2, `${lines.filter((line) => line !== "").join("\n")}\n`);
  }
  const isBug = failure !== error;
  if (debug || isBug) print(2, `${stackOf(error)}\n`);
  return isBug ? exitCodes.bug : failure.exitCode;
}

const plain: Looks = { bold: (text) => text, dim: (text) => text };

function document(project: Prepared, problems: readonly Problem[]): string {
  const { target, answers, command } = project;
  const told = {
    ok: true,
    directory: target.path,
    options: answers,
    files: fileList(project),
    command,
    nextSteps: nextSteps(project, problems),
  };
  return `${JSON.stringify(told, null, 2)}\n`;
}

function bug(error: unknown): UserError {
  const message = error instanceof Error ? error.message : String(error);
  const about = `create-session-app ${version}, Node ${process.version}, ${process.platform}`;
  return new UserError(
    "failed",
    "bug",
    `this is a bug in create-session-app: ${message}`,
    `Please report it with the command you ran and this text (npm bugs create-session-app; ${about}).`,
  );
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `\n${error.cause.stack}` : "";
  return `${error.stack}${cause}`;
}
