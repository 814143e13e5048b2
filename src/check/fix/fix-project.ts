import { readFileSync } from "node:fs";
import { join } from "node:path";
import { visible } from "../../controls.ts";
import { type Interrupts, watchSignals } from "../../interrupts.ts";
import { print } from "../../output.ts";
import { mayAsk } from "../../terminal.ts";
import { confirm } from "../confirm.ts";
import type { CheckFlags } from "../flags.ts";
import { isWanted } from "../selection.ts";
import { unifiedDiff } from "./diff.ts";
import { type Plan, planFixes } from "./plan-fixes.ts";
import { type Change, writeChanges } from "./write-changes.ts";

/** Shows what can be mended safely, and writes it when --yes or somebody says so. */
export async function fixProject(
  folder: string,
  flags: CheckFlags,
): Promise<void> {
  const { format } = flags;
  const plan = planFixes(folder, (rule) => isWanted(rule, flags));
  // A document on standard output must stay one.
  const say = (text: string) => print(format === "text" ? 1 : 2, text);
  const changes = changesIn(folder, plan);
  for (const change of changes) say(shown(change));
  say(refusals(plan));
  if (changes.length === 0)
    return say("There is nothing that --fix mends.\n\n");
  const state = "Nothing was changed.";
  // From here on a signal does not end the program in the middle of writing.
  const interrupts = watchSignals();
  if (!(await isAgreed(flags, changes.length, state, interrupts))) {
    return say(`${state} To make these changes, add --yes.\n\n`);
  }
  writeChanges(folder, changes);
  say(`Changed: ${changes.map(({ file }) => visible(file)).join(", ")}.\n`);
  const hasSecret = changes.some(({ file }) => isSettings(file));
  say(hasSecret ? `${renewal}\n\n` : "\n");
}

const renewal =
  "The app now needs SESSION_SECRET wherever it runs, also in CI and production, and does not start without.\n" +
  "The secret in .env was in the code, so others may know it: put a new one there (openssl rand -base64 32).";

function isSettings(file: string): boolean {
  return /(?:^|\/)\.env$/.test(file);
}

async function isAgreed(
  { yes, format }: CheckFlags,
  count: number,
  state: string,
  interrupts: Interrupts,
): Promise<boolean> {
  if (yes) return true;
  if (!(await mayAsk({ json: format !== "text" }, process.env))) return false;
  const what = count === 1 ? "this change" : `these changes in ${count} files`;
  return confirm(`Make ${what}?`, state, interrupts);
}

function changesIn(folder: string, { changed }: Plan): Change[] {
  return [...changed].map(([file, after]) => {
    const before = held(join(folder, file));
    return { file, before, after };
  });
}

/** Secrets are not shown: a log may keep them. */
function shown({ file, before, after }: Change): string {
  const masked = (text: string) => text.replace(/^([^#=\n]*=).*$/gm, "$1…");
  const [from, to] = isSettings(file)
    ? [before && masked(before), masked(after)]
    : [before, after];
  return `${unifiedDiff(file, from, to).split("\t").map(visible).join("\t")}\n`;
}

function refusals({ refused }: Plan): string {
  const lines = refused.map(
    ({ finding: { file, line, rule }, why }) =>
      `  ${file}:${line} ${rule}: ${why}`,
  );
  if (lines.length === 0) return "";
  return `${visible(["Left as it is:", ...lines].join("\n"))}\n\n`;
}

function held(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
