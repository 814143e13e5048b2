import {
  type Answers,
  type Option,
  type OptionName,
  optionNames,
  options,
} from "./options.ts";
import { flagOf, noFlagOf } from "./spelling.ts";
import { version } from "./version.ts";

/**
 * The command that makes the same project without asking. The choices that would be asked for and the package manager
 * always stand in it, everything else where it differs from the default; what is done with the project afterwards does
 * not.
 */
export function equivalentCommand(
  directory: string,
  answers: Partial<Answers>,
): string {
  const program = `npx create-session-app@${version}`;
  return [program, ...argumentsOf(directory, answers)].map(String).join(" ");
}

/** Quotes a word for a POSIX shell, where it needs it. */
export function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function argumentsOf(directory: string, answers: Partial<Answers>): string[] {
  const flags = optionNames
    .filter((name) => belongsInCommand(name, answers))
    .map((name) => flagWithValue(name, answers[name]));
  return [quoted(directory), ...flags, "--yes"];
}

function belongsInCommand(name: OptionName, answers: Partial<Answers>) {
  const option: Option = options[name];
  const value = answers[name];
  if (value === undefined || option.asked === "end") return false;
  if (option.kind === "choice" && option.asked === "setup") return true;
  return name === "packageManager" || value !== option.default;
}

function flagWithValue(
  name: OptionName,
  value: string | number | boolean | undefined,
): string {
  if (typeof value !== "boolean") return `${flagOf(name)} ${value}`;
  return value ? flagOf(name) : noFlagOf(name);
}
