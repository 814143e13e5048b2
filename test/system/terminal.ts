import { spawn } from "@lydell/node-pty";
import { onTestFinished } from "vitest";
import { until } from "./running-app.ts";

/** Keys as a terminal sends them. */
export const keys = { down: "\u001b[B", enter: "\r", ctrlC: "\u0003" };

interface Options {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  columns?: number;
}

/** Runs a program in a terminal of its own, and types for it. */
export function inTerminal(
  program: string,
  words: readonly string[],
  { cwd, env, columns = 100 }: Options,
) {
  const { HOME, PATH, LANG, TMPDIR } = process.env;
  const terminal = spawn(program, [...words], {
    ...{ cwd, cols: columns, rows: 40, name: "xterm-256color" },
    env: { HOME, PATH, LANG, TMPDIR, ...env },
  });
  let raw = "";
  let readTo = 0;
  terminal.onData((text) => (raw += text));
  const ended = new Promise<number>((resolve) => {
    terminal.onExit(({ exitCode }) => resolve(exitCode));
  });
  onTestFinished(() => {
    try {
      terminal.kill("SIGKILL");
    } catch {
      // It ended already.
    }
  });

  return {
    /** With the codes that move and colour. */
    raw: () => raw,
    text: () => plain(raw),
    ended,
    /** Waits for a text that came after the last one waited for, then types. */
    answer: async (question: string, typed: string) => {
      await until(
        () => plain(raw.slice(readTo)).includes(question),
        () => `"${question}" did not come:\n${plain(raw.slice(readTo))}`,
      );
      readTo = raw.length;
      terminal.write(typed);
    },
  };
}

/** The text without the codes of the terminal. */
function plain(raw: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return raw.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, "").replaceAll("\r", "");
}
