import { usageError } from "../errors.ts";
import { type Environment, runByNpm, settingOf } from "../npm-settings.ts";
import { flagOf } from "../spelling.ts";
import { type CheckOptionName, checkOptionNames } from "./options.ts";

/** These are npm's own as well, and prove nothing. */
const companions: readonly CheckOptionName[] = ["yes", "debug", "help"];

/** Without `--`, npm takes flags for settings of its own; the wrong check would follow, so this stops it. */
export function refuseSwallowedCheckFlags(
  argv: readonly string[],
  environment: Environment,
): void {
  if (!runByNpm(environment)) return;
  const isGiven = (flag: string) =>
    argv.some((word) => word.split("=")[0] === flag);
  const swallowed = checkOptionNames.filter(
    (name) =>
      !companions.includes(name) &&
      settingOf(name, environment) !== undefined &&
      !isGiven(flagOf(name)),
  );
  if (swallowed.length === 0) return;
  const program =
    environment.npm_command === "init"
      ? "npm create session-app check -- "
      : "npm exec create-session-app -- check ";
  throw usageError(
    "swallowed-options",
    `npm kept ${swallowed.map(flagOf).join(", ")} for itself, because npm hands on only what stands after --`,
    `Put the options after --: ${program}. ${swallowed.map(flagOf).join(" … ")}`,
  );
}
