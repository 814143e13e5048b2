import { parseArgs, type ParseArgsConfig } from "node:util";
import { usageError } from "../errors.ts";
import { dashed, didYouMean, flagOf } from "../spelling.ts";
import { checkOption, checkOptionNames } from "./options.ts";

/**
 * The words after `check`: every flag by its name, as a list of its values (one that takes none has ""), and what is no flag.
 * @throws UserError for flags that are not there and values that are missing.
 */
export function parseArguments(argv: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: parserOptions(),
      allowPositionals: true,
    });
    const lists = Object.entries(values).map(([name, value]) => [
      name,
      [value].flat().map((one) => (typeof one === "string" ? one : "")),
    ]);
    const given: Record<string, string[] | undefined> =
      Object.fromEntries(lists);
    return { values: given, positionals };
  } catch (error) {
    throw readable(error);
  }
}

function parserOptions(): NonNullable<ParseArgsConfig["options"]> {
  const entries = checkOptionNames.map((name) => {
    const { short, value, repeatable } = checkOption(name);
    const type: "string" | "boolean" =
      value === undefined ? "boolean" : "string";
    const multiple = repeatable === true;
    return [dashed(name), { type, multiple, ...(short && { short }) }] as const;
  });
  return Object.fromEntries(entries);
}

/** parseArgs' errors in our words. */
function readable(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!code?.startsWith("ERR_PARSE_ARGS")) return error;
  const [, flag = ""] = /'(?:-\w, )?(-[^' =]*)/.exec(message) ?? [];
  const known = checkOptionNames.map(flagOf);
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    return usageError(
      "unknown-option",
      `check has no option ${flag}`,
      `${didYouMean(flag, known)}${seeHelp}`,
    );
  }
  const isSwitch = /does not take an argument/.test(message);
  return usageError(
    isSwitch ? "unexpected-value" : "missing-value",
    isSwitch ? `${flag} takes no value` : `${flag} needs a value`,
    seeHelp,
  );
}

export const seeHelp =
  "create-session-app check --help lists what there is. An app in a directory called check is created with ./check.";
