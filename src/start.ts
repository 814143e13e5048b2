import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { childEnvironment } from "./child-environment.ts";
import type { Prepared } from "./create.ts";
import { UserError } from "./errors.ts";
import { type Interrupts, stoppedBy } from "./interrupts.ts";
import { packageManagers } from "./package-manager.ts";

/** Starts the app with our own streams and waits until it ends. Ctrl-C is how it is meant to end. */
export async function startApp(
  { target, answers }: Prepared,
  interrupts: Interrupts,
  json: boolean,
): Promise<void> {
  const { start } = packageManagers[answers.packageManager].typed;
  const [program, ...words] = startWords(target.path, start);
  const child = execa(program, words, {
    ...{ cwd: target.path, reject: false, extendEnv: false },
    env: childEnvironment(process.env),
    // With --json our standard output holds one document and nothing else.
    stdio: ["inherit", json ? 2 : "inherit", "inherit"],
  });
  // The terminal hands Ctrl-C to the app itself; what is sent to us alone is passed on.
  const forget = interrupts.onSignal((signal) => child.kill(signal));
  const { failed, exitCode, signal } = await child;
  forget();
  if (interrupts.caught === "SIGINT") return;
  if (interrupts.caught) throw stoppedBy(interrupts.caught, "The app ended.");
  if (!failed) return;
  throw new UserError(
    "failed",
    "start-failed",
    `the app ended with ${signal ?? `exit code ${exitCode}`}`,
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
