import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Prepared } from "./create.ts";
import { UserError } from "./errors.ts";
import { type Interrupts, stoppedBy } from "./interrupts.ts";
import { packageManagers } from "./package-manager.ts";
import { runProgram } from "./run-program.ts";

/** Starts the app with our own streams and waits until it ends. Ctrl-C is how it is meant to end. */
export async function startApp(
  { target, answers }: Prepared,
  interrupts: Interrupts,
  json: boolean,
): Promise<void> {
  const { start } = packageManagers[answers.packageManager].typed;
  // The terminal hands Ctrl-C to the app itself; what is sent to us alone is passed on.
  const { ok, reason } = await runProgram(
    startWords(target.path, start),
    target.path,
    // With --json our standard output holds one document and nothing else.
    ["inherit", json ? 2 : "inherit", "inherit"],
    interrupts,
  );
  if (interrupts.caught === "SIGINT") return;
  if (interrupts.caught) throw stoppedBy(interrupts.caught, "The app ended.");
  if (ok) return;
  throw new UserError(
    "failed",
    "start-failed",
    `the app ended with ${reason}`,
    `The project stands; start it in ${target.directory} with: ${start}`,
  );
}

/**
 * The words of the project's own start script, where that is Node: npm stops its shell when it is told to end, and
 * leaves the app behind.
 */
function startWords(directory: string, typed: string): [string, ...string[]] {
  const text = readFileSync(join(directory, "package.json"), "utf8");
  const { scripts } = JSON.parse(text) as { scripts?: { start?: string } };
  const [program = "", ...words] = (scripts?.start ?? typed).split(" ");
  if (program === "node") return [process.execPath, ...words];
  const [manager = "", ...others] = typed.split(" ");
  return [manager, ...others];
}
