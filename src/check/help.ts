import { runFlag } from "../help.ts";
import { checkOption, checkOptionNames } from "./options.ts";

/** The text of `check --help`. */
export function checkHelp(): string {
  return [
    "Says what is wrong with the sessions of an Express app, why, and how to mend it.",
    "",
    "Usage: create-session-app check [PATH | URL] [options]",
    "       npm create session-app@latest check [PATH | URL] -- [options]",
    "",
    "PATH is the folder of a project (default: the current one); its code is read, never run.",
    "URL is a running app of yours; it is sent a dozen harmless requests.",
    "",
    "Options:",
    ...checkOptionNames.map(row),
    "",
    "--rule, --ignore and --form can be repeated; rules can also be listed with commas.",
    "What is below --min-severity is not shown and does not count. Where it is not given,",
    "json and sarif hold every finding, and the exit code counts from warning upwards.",
    "A comment silences its own line or the next: // session-check-ignore RULE reason",
    "",
    "Exit codes: 0 nothing found, 1 findings (or a running app that cannot be reached),",
    "2 wrong usage, 70 a bug in the program.",
    "To create an app in a directory called check, write ./check.",
    "",
  ].join("\n");
}

function row(name: (typeof checkOptionNames)[number]): string {
  const option = checkOption(name);
  return `  ${runFlag(name, option).padEnd(26)} ${option.summary}`;
}
