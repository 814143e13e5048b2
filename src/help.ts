import { type Option, optionNames, options } from "./options.ts";
import { type RunOption, runOptions } from "./run-options.ts";
import { allowedBy } from "./schema.ts";
import { flagOf, noFlagOf } from "./spelling.ts";

/** The text of --help, about one screen. */
export function helpText(): string {
  return [
    "Creates an Express app whose sessions are right.",
    "",
    "Usage: create-session-app [directory] [options]",
    "       npm create session-app@latest [directory] -- [options]",
    "       create-session-app check [PATH | URL]   finds what is wrong with the sessions of an app",
    "",
    "The project:",
    ...optionNames.flatMap((name) => linesOf(name, options[name])),
    "",
    "The run:",
    ...Object.entries<RunOption>(runOptions).map(([name, option]) =>
      row(`  ${runFlag(name, option)}`, option.summary),
    ),
    "",
    "Without a terminal give all options, or --yes:",
    `  create-session-app my-app --store ${options.store.default} --yes`,
    "",
  ].join("\n");
}

/** The flag as people type it, with its value. */
export function flagText(name: string, option: Option): string {
  const flag = flagOf(name);
  if (option.kind === "toggle") return `${flag}, ${noFlagOf(name)}`;
  return `${flag} <${option.kind === "number" ? "number" : "value"}>`;
}

/** A flag of the run itself as people type it. */
export function runFlag(name: string, option: RunOption): string {
  const short = option.short === undefined ? "" : `-${option.short}, `;
  const value = option.value === undefined ? "" : ` <${option.value}>`;
  return `${short}${flagOf(name)}${value}`;
}

const column = 28;

function linesOf(name: string, option: Option): string[] {
  const flag = `  ${flagText(name, option)}`;
  if (option.kind === "toggle") {
    const usual = option.default ? "on" : "off";
    return [row(flag, `${option.summary} (default: ${usual})`)];
  }
  if (option.kind === "number") {
    const range = `${allowedBy(option)}, default: ${option.default}`;
    return [row(flag, `${option.summary} (${range})`)];
  }
  // One line for choices that nobody is asked about and whose names say it all.
  if (option.asked === undefined) {
    return [row(flag, `${option.summary}: ${allowedBy(option)}`)];
  }
  const choices = option.choices.map(({ value, reason }) => {
    const mark = value === option.default ? " (default)" : "";
    return row(`    ${value}${mark}`, reason);
  });
  return [row(flag, option.summary), ...choices];
}

function row(left: string, right: string): string {
  return `${left.padEnd(column - 1)} ${right}`;
}
