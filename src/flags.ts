import { type UserError, usageError } from "./errors.ts";
import { type Answers, optionNames, options } from "./options.ts";
import { type Run, type RunOption, runOptions } from "./run-options.ts";
import { checkOption } from "./schema.ts";
import { didYouMean, flagOf, noFlagOf } from "./spelling.ts";

/** What stood on the command line, checked; what was not given is absent. */
export interface Flags {
  directory?: string;
  answers: Partial<Answers>;
  run: Run;
}

type Given = Record<string, string | boolean>;

/** Reads the arguments after the program's name. */
export function readFlags(argv: readonly string[]): Flags {
  const { given, positionals } = readWords(argv);
  if (positionals.length > 1) throw tooMany(positionals);
  const [directory] = positionals;
  const run: Run = Object.fromEntries(
    Object.entries(given).filter(([name]) => name in runOptions),
  );
  const answers = checkedAnswers(given);
  return { ...(directory === undefined ? {} : { directory }), answers, run };
}

/** Reads as parseArgs of node:util does, a test compares; to load that would take a twentieth of a run. */
function readWords(argv: readonly string[]) {
  const given: Given = {};
  const positionals: string[] = [];
  const words = [...argv];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === "--") positionals.push(...words.splice(0));
    else if (!word.startsWith("-") || word === "-") positionals.push(word);
    else if (isGroup(word)) words.unshift(...flagsIn(word));
    else Object.assign(given, meaningOf(word, words));
  }
  return { given, positionals };
}

/** Short flags in one word: `-yh` is `-y -h`. */
function isGroup(word: string): boolean {
  return !word.startsWith("--") && flagsIn(word).length > 1;
}

function flagsIn(word: string): string[] {
  return Array.from(word.slice(1), (letter) => `-${letter}`);
}

interface Flag {
  name: string;
  /** As it is typed. */
  long: string;
  short?: string;
  /** What it says; absent where a value has to follow. */
  says?: boolean;
}

const flags: readonly Flag[] = [
  ...optionNames.flatMap((name) => {
    const long = flagOf(name);
    if (options[name].kind !== "toggle") return [{ name, long }];
    return [
      { name, long, says: true },
      { name, long: noFlagOf(name), says: false },
    ];
  }),
  ...Object.entries<RunOption>(runOptions).map(([name, { short, value }]) => ({
    ...{ name, long: flagOf(name) },
    ...(short !== undefined && { short: `-${short}` }),
    ...(value === undefined && { says: true }),
  })),
];

/** Takes the value out of the words that follow, where it is not in the same one, as in `--store=redis`. */
function meaningOf(word: string, following: string[]): Given {
  const cut = word.indexOf("=", 3); // behind dashes and a letter
  const isLone = cut === -1;
  const typed = isLone ? word : word.slice(0, cut);
  const flag = flags.find(({ long, short }) => [long, short].includes(typed));
  if (!flag || (flag.says !== undefined && !isLone)) throw unknownOption(typed);
  const value = flag.says ?? (isLone ? following.shift() : word.slice(cut + 1));
  if (value === undefined) throw missingValue(flag.long);
  return { [flag.name]: value };
}

function checkedAnswers(given: Readonly<Given>): Partial<Answers> {
  const answers: Record<string, unknown> = {};
  for (const name of optionNames) {
    const value = given[name];
    if (value === undefined) continue;
    const isNumber = options[name].kind === "number";
    const typed = isNumber ? numberIn(value) : value;
    answers[name] = checkOption(name, typed, flagOf(name));
  }
  return answers;
}

/** Digits only: `0x50` and `8e3` are numbers to JavaScript, but no ports to people. */
function numberIn(value: string | boolean): string | number | boolean {
  return /^\d+$/.test(String(value)) ? Number(value) : value;
}

const listed = "create-session-app --help lists what there is.";

function unknownOption(typed: string): UserError {
  const names = flags.map(({ long }) => long);
  const hint = didYouMean(typed, names).trimEnd() || listed;
  return usageError("unknown-option", `unknown option '${typed}'`, hint);
}

function missingValue(typed: string): UserError {
  return usageError(
    "missing-value",
    `option '${typed} <value>' argument missing`,
    listed,
  );
}

function tooMany(positionals: readonly string[]): UserError {
  return usageError(
    "too-many-arguments",
    `one directory is expected, but there are more: ${positionals.join(", ")}`,
    `Put a name with blanks in quotes; each option begins with --, like --store ${options.store.default}.`,
  );
}
