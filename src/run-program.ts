import { execa } from "execa";
import { childEnvironment } from "./child-environment.ts";
import type { Interrupts } from "./interrupts.ts";

/** Runs a program in the project and gives its output; never through a shell. */
export type Run = (
  program: string,
  words: readonly string[],
) => Promise<{ ok: boolean; missing: boolean; output: string }>;

/** A signal that reaches us alone ends the program as well. */
export function runnerIn(directory: string, interrupts: Interrupts): Run {
  return async (program, words) => {
    const child = execa(program, words, {
      ...{ cwd: directory, reject: false, extendEnv: false },
      ...{ all: true, stdin: "ignore" },
      env: childEnvironment(process.env),
    });
    const forget = interrupts.onSignal((signal) => child.kill(signal));
    const { failed, code, all } = await child;
    forget();
    return { ok: !failed, missing: code === "ENOENT", output: all ?? "" };
  };
}
