import { Command, CommanderError } from "commander";
import { type UserError, usageError } from "./errors.ts";
import { type Answers, optionNames, options } from "./options.ts";
import { type Run, type RunOption, runOptions } from "./run-options.ts";
import { checkOption } from "./schema.ts";
import { flagOf } from "./spelling.ts";

/** What stood on the command line, checked; what was not given is absent. */
export interface Flags {
  directory?: string;
  answers: Partial<Answers>;
  run: Run;
}

/** Reads the arguments after the program's name. */
export function readFlags(argv: readonly string[]): Flags {
  const command = commandFromTables();
  try {
    command.parse(argv, { from: "user" });
  } catch (error) {
    throw error instanceof CommanderError ? readable(error, command) : error;
  }
  const given = command.opts<Record<string, string | boolean>>();
  const run: Run = Object.fromEntries(
    Object.keys(runOptions)
      .filter((name) => given[name] !== undefined)
      .map((name) => [name, given[name]]),
  );
  const [directory] = command.args;
  const answers = checkedAnswers(given);
  return { ...(directory === undefined ? {} : { directory }), answers, run };
}

/** Commander gets no defaults, because an option that was not given may still come from a file or a prompt. */
function commandFromTables(): Command {
  const command = new Command("create-session-app")
    .argument("[directory]")
    .allowExcessArguments(false)
    .helpOption(false)
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} });
  for (const name of optionNames) {
    if (options[name].kind === "toggle") {
      command.option(flagOf(name)).option(flagOf(`no-${name}`));
    } else {
      command.option(`${flagOf(name)} <value>`);
    }
  }
  for (const [name, option] of Object.entries<RunOption>(runOptions)) {
    const short = option.short === undefined ? "" : `-${option.short}, `;
    const value = option.value === undefined ? "" : ` <${option.value}>`;
    command.option(`${short}${flagOf(name)}${value}`);
  }
  return command;
}

function checkedAnswers(
  given: Readonly<Record<string, string | boolean>>,
): Partial<Answers> {
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

/** Commander's words with our exit code, the suggestion as the hint. */
function readable(error: CommanderError, command: Command): UserError {
  const [first = "", ...rest] = error.message.split("\n");
  const suggestion = rest.join(" ").replace(/^\(|\)$/g, "");
  const [code, message, hint] = told[error.code] ?? ["wrong-usage"];
  const got = message && `${message}: ${command.args.join(", ")}`;
  return usageError(
    code,
    got ?? first.replace(/^error: |\.$/g, ""),
    suggestion || (hint ?? "create-session-app --help lists what there is."),
  );
}

/** By commander's code our own, and where its words can be bettered our message and hint. */
const told: Readonly<Record<string, readonly [string, string?, string?]>> = {
  "commander.unknownOption": ["unknown-option"],
  "commander.optionMissingArgument": ["missing-value"],
  "commander.excessArguments": [
    "too-many-arguments",
    "one directory is expected, but there are more",
    `Put a name with blanks in quotes; each option begins with --, like --store ${options.store.default}.`,
  ],
};
