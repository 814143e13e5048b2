import type { StdioOptions } from "node:child_process";
import spawn from "cross-spawn";
import { childEnvironment } from "./child-environment.ts";
import type { Interrupts } from "./interrupts.ts";

/** How a program ended. */
export interface Ended {
  ok: boolean;
  /** There is no such program. */
  missing: boolean;
  /** What it ended with. */
  reason: string;
  /** What it printed, where that was piped to us. */
  output: string;
}

/** Runs a program in the project and gives its output. */
export type Run = (program: string, words: readonly string[]) => Promise<Ended>;

/** Runs programs whose output is ours. */
export function runnerIn(directory: string, interrupts: Interrupts): Run {
  const stdio = ["ignore", "pipe", "pipe"] as const;
  return (program, words) =>
    runProgram([program, ...words], directory, [...stdio], interrupts);
}

/** Runs a program to its end, never through a shell. A signal that reaches us alone ends it as well. */
export function runProgram(
  [program = "", ...words]: readonly string[],
  directory: string,
  stdio: StdioOptions,
  interrupts: Interrupts,
): Promise<Ended> {
  const env = childEnvironment(process.env);
  const child = spawn(program, words, { cwd: directory, env, stdio });
  const forget = interrupts.onSignal((signal) => child.kill(signal));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => (output += text));
  }
  return new Promise<Ended>((resolve) => {
    child.once("error", ({ code, message }: NodeJS.ErrnoException) => {
      const missing = code === "ENOENT";
      resolve({ ok: false, missing, reason: message, output });
    });
    child.once("close", (code, signal) => {
      const reason = signal ?? `exit code ${code}`;
      resolve({ ok: code === 0, missing: false, reason, output });
    });
  }).finally(forget);
}
