import { quoted } from "./command.ts";
import { usageError } from "./errors.ts";
import {
  type Option,
  type OptionName,
  optionNames,
  options,
} from "./options.ts";
import { dashed, flagOf } from "./spelling.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Without `--`, `npm create session-app x --store redis` hands --store to npm, which takes it for a setting of its own
 * and passes on `x redis`. Silently making another project than was asked for would be worse than stopping.
 */
export function refuseSwallowedFlags(
  argv: readonly string[],
  environment: Environment,
): void {
  if (!runByNpm(environment)) return;
  const swallowed = optionNames.filter(
    (name) => isSwallowed(name, environment) && !isGiven(name, argv),
  );
  if (swallowed.length === 0) return;
  const { flags, rest } = recovered(swallowed, argv, environment);
  const program =
    environment.npm_command === "init"
      ? "npm create session-app"
      : "npm exec create-session-app --";
  const [directory = "my-session-app", ...others] = rest;
  const dashes = environment.npm_command === "init" ? ["--"] : [];
  const words = [directory, ...dashes, ...flags, ...others].map(quoted);
  throw usageError(
    "swallowed-options",
    `npm kept ${swallowed.map(flagOf).join(", ")} for itself, because npm hands on only what stands after --`,
    `Run: ${program} ${words.join(" ")}`,
  );
}

function runByNpm(environment: Environment): boolean {
  return (
    environment.npm_config_user_agent?.startsWith("npm/") === true &&
    ["init", "exec"].includes(environment.npm_command ?? "")
  );
}

/** npm has a setting called git, the program's path: only `--no-git` shows. */
function isSwallowed(name: OptionName, environment: Environment): boolean {
  const value = settingOf(name, environment);
  return name === "git" ? value === "false" : value !== undefined;
}

function settingOf(name: OptionName, environment: Environment) {
  return environment[`npm_config_${dashed(name).replaceAll("-", "_")}`];
}

function isGiven(name: OptionName, argv: readonly string[]): boolean {
  const spellings = [flagOf(name), `--no-${dashed(name)}`];
  return argv.some((word) => spellings.includes(word.split("=")[0] ?? ""));
}

/** Puts the values that npm passed on as arguments back behind their flags. */
function recovered(
  swallowed: readonly OptionName[],
  argv: readonly string[],
  environment: Environment,
) {
  const rest = [...argv];
  const flags = swallowed.flatMap((name) => {
    const option: Option = options[name];
    const value = settingOf(name, environment);
    if (option.kind === "toggle") {
      return [value === "true" ? flagOf(name) : `--no-${dashed(name)}`];
    }
    if (value !== "true" && value !== "" && value !== undefined) {
      return [flagOf(name), value];
    }
    const index = rest.findIndex((word) => isOneOf(option, word));
    if (index === -1) return [flagOf(name), String(option.default)];
    return [flagOf(name), ...rest.splice(index, 1)];
  });
  return { flags, rest };
}

function isOneOf(option: Option, value: string | undefined): boolean {
  if (option.kind === "number") return /^\d+$/.test(value ?? "");
  if (option.kind === "toggle") return false;
  return option.choices.some((choice) => choice.value === value);
}
