import { quoted } from "./command.ts";
import { usageError } from "./errors.ts";
import { type OptionName, optionNames, options } from "./options.ts";
import { usualDirectory } from "./project.ts";
import {
  type Environment,
  runByNpm,
  settingOf,
  wordEatenWithCi,
} from "./npm-settings.ts";
import { type RunOption, runOptions } from "./run-options.ts";
import { flagOf, noFlagOf } from "./spelling.ts";

/**
 * Without `--`, `npm create session-app x --store redis` hands --store to npm, which takes it for a setting of its own
 * and passes on `x redis`. Silently making another project than was asked for would be worse than stopping.
 */
export function refuseSwallowedFlags(
  argv: readonly string[],
  environment: Environment,
): void {
  if (!runByNpm(environment)) return;
  const swallowed = [...optionNames, ...steering].filter(
    (name) => isSwallowed(name, environment) && !isGiven(name, argv),
  );
  if (swallowed.length === 0) return;
  const eaten = wordEatenWithCi(environment);
  const all = eaten.startsWith("-") ? [...argv, eaten] : [eaten, ...argv];
  throw usageError(
    "swallowed-options",
    `npm kept ${swallowed.map(flagOf).join(", ")} for itself, because npm hands on only what stands after --`,
    rescue(swallowed, all.filter(Boolean), environment),
  );
}

/** What to say of --yes where it is missing, but npm has it. */
export function noteOnYes(environment: Environment): string {
  return runByNpm(environment) && settingOf("yes", environment) === "true"
    ? "npm keeps --yes for itself: what is meant for create-session-app stands after --."
    : "";
}

/**
 * Flags of the run whose loss could end in files that nobody wanted. A lasting dry-run=true of npm stops us too: to
 * write all the same would be worse, and `npm exec --no-dry-run` is a way out.
 */
const steering = ["config", "dryRun", "printConfig", "accessible"] as const;

/**
 * These alone prove nothing: they stand in many an .npmrc and CI, where they are meant for npm and node-gyp, and losing
 * them writes nothing unasked. Where another flag was swallowed they most likely were as well.
 */
const companions = ["yes", "json", "debug"] as const;

type Name = OptionName | (typeof steering)[number];

/** npm has a setting called git, the program's path: only `--no-git` shows. */
function isSwallowed(name: Name, environment: Environment): boolean {
  const value = settingOf(name, environment);
  if (name === "git") return value === "false";
  if (name === "config") return value !== undefined && value !== "";
  return name in options ? value !== undefined : value === "true";
}

function isGiven(name: string, argv: readonly string[]): boolean {
  const spellings = [flagOf(name), noFlagOf(name)];
  if (name === "yes") spellings.push(`-${runOptions.yes.short}`);
  return argv.some((word) => spellings.includes(word.split("=")[0] ?? ""));
}

/** The command that was meant, where it can be told, else its form. */
function rescue(
  swallowed: readonly Name[],
  argv: readonly string[],
  environment: Environment,
): string {
  const isInit = environment.npm_command === "init";
  const program = isInit
    ? "npm create session-app"
    : "npm exec create-session-app --";
  const dashes = isInit ? ["--"] : [];
  const end = argv.findIndex((word) => word.startsWith("-"));
  const words = end === -1 ? argv : argv.slice(0, end);
  const meant = recovered(swallowed, words, environment);
  if (!meant) {
    const form = [program, "[directory]", ...dashes, "[options]"];
    return `Put the options after --: ${form.join(" ")}`;
  }
  const others = companions.filter(
    (name) => settingOf(name, environment) === "true" && !isGiven(name, argv),
  );
  const flags = [...meant.flags, ...others.map(flagOf)];
  const typed = argv.slice(words.length);
  const command = [meant.directory, ...dashes, ...flags, ...typed].map(quoted);
  const isHttpsLost =
    flags.includes("prod-https") && !isGiven("https", [...flags, ...typed]);
  return `Run: ${program} ${command.join(" ")}${isHttpsLost ? noteOnHttps : ""}`;
}

/** npm 11 leaves no trace of it, neither a variable nor an argument. */
const noteOnHttps =
  "\nand --https, if you gave it: npm took it for its own --https-proxy.";

/**
 * Puts the values that npm passed on as arguments back behind their flags. A word that is no value of any may still be
 * a mistyped one, but only where one flag and one word are left; anything else would be a guess.
 */
function recovered(
  swallowed: readonly Name[],
  words: readonly string[],
  environment: Environment,
) {
  const rest = [...words];
  const found = swallowed.map((name) => {
    const value = settingOf(name, environment) ?? "";
    if (isSwitch(name) || !["", "true"].includes(value)) return { name, value };
    // From the end, because the directory comes first, and may be called like a value.
    const index = rest.findLastIndex((word) => isValueOf(name, word));
    return { name, value: index === -1 ? "" : rest.splice(index, 1).join() };
  });
  const [directory = usualDirectory, ...left] = rest;
  const open = found.filter(({ name, value }) => !isSwitch(name) && !value);
  if (open.length > 1 || open.length !== left.length) return undefined;
  const flags = found.flatMap(({ name, value }) => {
    if (!isSwitch(name)) return [flagOf(name), value || left.join()];
    return [value === "true" ? flagOf(name) : noFlagOf(name)];
  });
  return { directory, flags };
}

function isSwitch(name: Name): boolean {
  if (name in options) return options[name as OptionName].kind === "toggle";
  const option: RunOption = runOptions[name as (typeof steering)[number]];
  return option.value === undefined;
}

function isValueOf(name: Name, word: string): boolean {
  if (name === "config") return word.endsWith(".json");
  const option = options[name as OptionName];
  if (option.kind === "number") return /^\d+$/.test(word);
  if (option.kind === "toggle") return false;
  return option.choices.some(({ value }) => value === word);
}
