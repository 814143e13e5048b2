import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { childEnvironment, node } from "./child-programs.ts";

export interface RunningApp {
  /** Where it listens now; another port after a restart. */
  url: () => string;
  output: () => string;
  /** Waits until the output matches. */
  prints: (pattern: RegExp) => Promise<void>;
  /** SIGTERM unless told; gives the exit code, or the signal that ended it. */
  stop: (signal?: NodeJS.Signals) => Promise<number | string | null>;
}

interface Options {
  env?: NodeJS.ProcessEnv;
  path?: readonly string[];
}

/** Starts what the app's package.json names as its script, without a package manager between it and our signals. */
export function startScript(
  app: string,
  script: "start" | "dev",
  { env, path = [] }: Options = {},
  chosen = node,
): Promise<RunningApp> {
  const text = readFileSync(join(app, "package.json"), "utf8");
  const { scripts } = JSON.parse(text) as { scripts: Record<string, string> };
  const words = scripts[script]?.split(" ").slice(1) ?? [];
  const first = [...path, dirname(chosen)];
  return startCommand(app, [chosen, ...words], { env, path: first });
}

/** Starts the app by any command and waits until it listens. It ends with the test at the latest. */
export async function startCommand(
  app: string,
  [program = "", ...words]: readonly string[],
  { env, path }: Options,
): Promise<RunningApp> {
  const child = spawn(program, words, {
    cwd: app,
    env: childEnvironment(path, { PORT: "0", ...env }),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const ended = new Promise<number | string | null>((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? signal));
  });
  onTestFinished(() => killGroup(child, "SIGKILL"));
  let output = "";
  child.stdout.on("data", (text) => (output += String(text)));
  child.stderr.on("data", (text) => (output += String(text)));

  const prints = (pattern: RegExp) =>
    until(() => pattern.test(output), describe);
  const describe = () => `the app printed only:\n${output}`;
  await Promise.race([prints(listening), ended]);
  if (!listening.test(output)) throw new Error(describe());
  return {
    url: () =>
      [...output.matchAll(/Server running on (\S+)/g)].at(-1)?.[1] ?? "",
    output: () => output,
    prints,
    stop: (signal = "SIGTERM") => {
      child.kill(signal);
      return ended;
    },
  };
}

const listening = /Server running on /;

/** Asks again and again, for half a minute, until the answer is yes. */
export async function until(
  isDone: () => boolean | Promise<boolean>,
  describe: () => string,
): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await isDone())) {
    if (Date.now() > end) throw new Error(describe());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** With everything it started, also what a shell or a watcher put between us and the app. */
function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // All of it ended already.
  }
}
