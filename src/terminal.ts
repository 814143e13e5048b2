import { fstatSync, statSync } from "node:fs";
import type { Manner } from "./report.ts";
import type { Run } from "./run-options.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether somebody is there to answer. process.stdin is not touched: opening it costs time and can keep us running. */
export async function mayAsk(
  run: Run,
  environment: Environment,
): Promise<boolean> {
  if (run.yes || run.json || isOn(environment.CI)) return false;
  return (await isTerminal(0)) && isTerminal(1);
}

/** Whether menus are to be replaced by static text. */
export function isAccessible(run: Run, environment: Environment): boolean {
  return run.accessible === true || isOn(environment.ACCESSIBLE);
}

/** How to print, from the bare arguments: it must be known even when they cannot be parsed. */
export async function mannerFor(
  argv: readonly string[],
  environment: Environment,
): Promise<Manner> {
  const words = argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;
  const json = words.includes("--json");
  const debug = words.includes("--debug");
  const isPlain = !!environment.NO_COLOR || environment.TERM === "dumb";
  const isStill =
    words.includes("--accessible") || isOn(environment.ACCESSIBLE);
  const isQuiet = json || isPlain;
  const animated =
    !isQuiet && !isStill && !isOn(environment.CI) && (await isTerminal(2));
  const manner = { json, debug, animated };
  if (isQuiet || !(await isTerminal(1))) return manner;
  const { colours } = await import("./colours.ts");
  const { bold, dim } = colours;
  const red = (await isTerminal(2)) ? colours.red : (text: string) => text;
  return { ...manner, looks: { bold, dim, red } };
}

/** Loading node:tty takes 2 ms, so only what could be a terminal is asked whether it is one. */
async function isTerminal(stream: 0 | 1 | 2): Promise<boolean> {
  try {
    const stats = fstatSync(stream);
    if (!stats.isCharacterDevice()) return false;
    if (stats.rdev === statSync(devNull).rdev) return false;
  } catch {
    // Windows cannot always tell; a closed stream is no terminal to isatty either.
  }
  const { isatty } = await import("node:tty");
  return isatty(stream);
}

/** As in node:os, which takes a fiftieth of a run to load. */
const devNull = process.platform === "win32" ? "\\\\.\\nul" : "/dev/null";

function isOn(value: string | undefined): boolean {
  return !["", "0", "false", undefined].includes(value?.toLowerCase());
}
