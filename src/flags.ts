import { parseArgs } from "node:util";
import { type UserError, usageError } from "./errors.ts";
import { type Answers, optionNames, options } from "./options.ts";
import { type Run, type RunOption, runOptions } from "./run-options.ts";
import { checkOption } from "./schema.ts";
import { dashed, didYouMean, flagOf } from "./spelling.ts";

/** What stood on the command line, checked; what was not given is absent. */
export interface Flags {
  directory?: string;
  answers: Partial<Answers>;
  run: Run;
}

type Given = Record<string, string | boolean>;

/** Reads the arguments after the program's name. */
export function readFlags(argv: readonly string[]): Flags {
  const { positionals, tokens } = parseArgs({
    args: [...argv],
    options: parserOptions,
    allowPositionals: true,
    strict: false, // We say it better what is wrong.
    tokens: true,
  });
  const given: Given = {};
  for (const token of tokens) {
    if (token.kind === "option") Object.assign(given, meaningOf(token));
  }
  if (positionals.length > 1) throw tooMany(positionals);
  const [directory] = positionals;
  const run: Run = Object.fromEntries(
    Object.entries(given).filter(([name]) => name in runOptions),
  );
  const answers = checkedAnswers(given);
  return { ...(directory === undefined ? {} : { directory }), answers, run };
}

interface Flag {
  name: string;
  /** As it is typed, without the dashes. */
  typed: string;
  short?: string;
  /** What it says; absent where a value has to follow. */
  says?: boolean;
}

const flags: readonly Flag[] = [
  ...optionNames.flatMap((name) => {
    const typed = dashed(name);
    if (options[name].kind !== "toggle") return [{ name, typed }];
    return [
      { name, typed, says: true },
      { name, typed: `no-${typed}`, says: false },
    ];
  }),
  ...Object.entries<RunOption>(runOptions).map(([name, { short, value }]) => ({
    ...{ name, typed: dashed(name) },
    ...(short !== undefined && { short }),
    ...(value === undefined && { says: true }),
  })),
];

const parserOptions = Object.fromEntries(
  flags.map(({ typed, short, says }) => [
    typed,
    {
      type: says === undefined ? ("string" as const) : ("boolean" as const),
      ...(short !== undefined && { short }),
    },
  ]),
);

function meaningOf(token: {
  name: string;
  rawName: string;
  value?: string | undefined;
}): Given {
  const flag = flags.find(({ typed }) => typed === token.name);
  const isLone = token.value === undefined;
  if (!flag || (flag.says !== undefined && !isLone)) {
    throw unknownOption(token.rawName);
  }
  const value = flag.says ?? token.value;
  if (value === undefined) throw missingValue(flag.typed);
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
  const names = flags.map((flag) => `--${flag.typed}`);
  const hint = didYouMean(typed, names).trimEnd() || listed;
  return usageError("unknown-option", `unknown option '${typed}'`, hint);
}

function missingValue(typed: string): UserError {
  return usageError(
    "missing-value",
    `option '--${typed} <value>' argument missing`,
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
