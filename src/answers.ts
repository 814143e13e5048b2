import { equivalentCommand } from "./command.ts";
import { usageError } from "./errors.ts";
import {
  type Answers,
  contradictions,
  isPointless,
  type Option,
  type OptionName,
  optionNames,
  options,
} from "./options.ts";
import { usualDirectory } from "./project.ts";
import type { Run } from "./run-options.ts";
import { flagOf } from "./spelling.ts";

/** Asks one question; `impossible` says which values cannot go with the other answers, and why. */
export type Ask = (
  name: OptionName,
  impossible: (value: string) => string | undefined,
) => Promise<unknown>;

/** Fills what was not given: by asking, where `ask` is there, else with the default. */
export async function resolveAnswers(
  given: Partial<Answers>,
  usual: Partial<Answers>,
  ask?: Ask,
): Promise<Answers> {
  const answers: Record<string, unknown> = { ...given };
  for (const name of optionNames) {
    const option: Option = options[name];
    if (answers[name] !== undefined) continue;
    if (option.when?.(answers) === false) continue;
    const asks = ask && option.asked === "setup";
    answers[name] = asks
      ? await ask(name, (value) => problemWith({ ...answers, [name]: value }))
      : (usual[name] ?? option.default);
  }
  return inOrder(answers);
}

/** Where nobody can be asked, names everything that is missing at once, with a command to paste and a note below. */
export function refuseMissing(
  given: Partial<Answers>,
  directory: string | undefined,
  needsDirectory: boolean,
  note = "",
): void {
  const missing = optionNames.filter((name) => isMissing(name, given));
  const names = [
    ...(needsDirectory && directory === undefined ? ["the directory"] : []),
    ...missing.map(flagOf),
  ];
  if (names.length === 0) return;
  const place = directory ?? usualDirectory;
  throw usageError(
    "missing-options",
    `without a terminal all options must be given; missing: ${names.join(", ")}`,
    `Run: ${equivalentCommand(place, possibleAnswers(given))}\n${note}`.trimEnd(),
  );
}

/** A toggle that is not given is off or on by its default, as on every command line. */
function isMissing(name: OptionName, given: Partial<Answers>): boolean {
  const option: Option = options[name];
  return (
    option.asked === "setup" &&
    option.kind !== "toggle" &&
    given[name] === undefined &&
    option.when?.(given) !== false
  );
}

/** Refuses answers that cannot go together, with the nearest command that works. */
export function refuseContradictions(
  answers: Partial<Answers>,
  directory: string,
): void {
  const problem = problemWith(answers);
  if (problem === undefined) return;
  const mended = { ...answers };
  for (const { applies, instead } of contradictions) {
    if (applies(mended)) Object.assign(mended, instead);
  }
  const command = equivalentCommand(directory, possibleAnswers(mended));
  const start = mended.start ? " --start" : "";
  throw usageError("contradiction", problem, `Try: ${command}${start}`);
}

/** Only the flag contradicts: ACCESSIBLE=1 in the environment is a lasting wish, for when something is asked. */
export function refuseAccessible(
  run: Run,
  given: Partial<Answers>,
  directory: string,
): void {
  const other = (["json", "yes"] as const).find((name) => run[name]);
  if (!run.accessible || other === undefined) return;
  const command = equivalentCommand(directory, possibleAnswers(given));
  throw usageError(
    "contradiction",
    `--accessible cannot go with --${other}: nothing is asked then`,
    `Try: ${command}${run.json ? " --json" : ""}`,
  );
}

/** Completes answers with defaults, or where these cannot go with them with the first value that can. */
export function possibleAnswers(given: Partial<Answers>): Partial<Answers> {
  const answers: Record<string, unknown> = { ...given };
  for (const name of optionNames) {
    const option: Option = options[name];
    const isPossible = (value: unknown) =>
      problemWith({ ...answers, [name]: value }) === undefined;
    // The environment is what decides about the others, so it gives way to them.
    const isFixed = name !== "environment" || isPossible(answers[name]);
    if (answers[name] !== undefined && isFixed) continue;
    if (option.when?.(answers) === false) continue;
    const values = [option.default, ...valuesOf(option)];
    answers[name] = values.find(isPossible) ?? option.default;
  }
  return inOrder(answers);
}

/** Why these answers cannot go together, if they cannot. */
function problemWith(answers: Partial<Answers>): string | undefined {
  const name = optionNames.find((each) => isPointless(each, answers));
  if (name !== undefined) {
    const option: Option = options[name];
    return option.whenNot ?? `${flagOf(name)} makes no sense here`;
  }
  return contradictions.find(({ applies }) => applies(answers))?.message;
}

function valuesOf(option: Option): readonly unknown[] {
  if (option.kind !== "choice") return [];
  return option.choices.map((choice) => choice.value);
}

function inOrder(answers: Readonly<Record<string, unknown>>): Answers {
  const known = optionNames.filter((name) => answers[name] !== undefined);
  return Object.fromEntries(
    known.map((name) => [name, answers[name]]),
  ) as unknown as Answers;
}
