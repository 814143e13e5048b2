import { accessSync, constants } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { execa } from "execa";
import type { TestContext } from "vitest";
import { bin } from "./run-cli.ts";

/** The Node that runs the program and the apps; the tests themselves stay on theirs. */
export const node = process.env.CLI_NODE ?? process.execPath;

interface Options {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** Folders in which programs are looked for first. */
  path?: readonly string[];
  node?: string;
  /** Milliseconds after which it is killed. */
  timeout?: number;
}

/** Runs a program to its end; its output is one text. */
export async function runProgram(
  program: string,
  words: readonly string[],
  { cwd, env, path = [], timeout = 240_000 }: Options,
) {
  const { exitCode, all } = await execa(program, words, {
    ...{ cwd, env: childEnvironment(path, env), extendEnv: false },
    ...{ all: true, stdin: "ignore", reject: false, timeout },
  });
  return { code: exitCode, output: all };
}

/** Runs create-session-app to its end, with the package manager and the registry of the machine. */
export function runCli(words: readonly string[], options: Options) {
  const chosen = options.node ?? node;
  const path = [...(options.path ?? []), dirname(chosen)];
  return runProgram(chosen, [bin, ...words], { ...options, path });
}

/** What a program we start is told: settings of the machine, but nothing of the npm or vitest around the tests. */
export function childEnvironment(
  path: readonly string[] = [],
  more: NodeJS.ProcessEnv = {},
): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(CI|TERM|NO_COLOR|FORCE_COLOR|NODE_ENV|TEST|DEV|PROD|MODE|BASE_URL|SSR|npm_(?!config_(registry|cafile|cache|userconfig|strict_ssl|.*proxy)$).*|VITEST.*|NODE_OPTIONS|PORT|HOST)$/i.test(
        name,
      ),
  );
  return {
    ...Object.fromEntries(kept),
    npm_config_loglevel: "error",
    npm_config_update_notifier: "false",
    ...more,
    PATH: [...path, process.env.PATH].join(delimiter),
  };
}

/** Where a program is; without it the test is skipped by name, and with CI set it fails. */
export function requireProgram(context: TestContext, name: string): string {
  const folders = `${process.env.PATH}:/usr/sbin`.split(delimiter);
  const found = folders.map((folder) => join(folder, name)).find(isProgram);
  return found ?? missing(context, `${name} is not installed`);
}

/** Ends a test that cannot run here: a failure with CI set, for a skip proves nothing. */
export function missing(context: TestContext, what: string): never {
  if (process.env.CI) throw new Error(what);
  return context.skip(what);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
