import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";

/** The built program; CLI_BIN runs another copy, such as an installed one. */
export const bin = resolve(process.env.CLI_BIN ?? "bin/create-session-app.js");

/** Everything but what follows when the files stand. */
export const quick = ["--yes", "--no-install", "--no-git"];

interface Options {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  input?: string;
  /** A command that starts node, like `setpriv …`. */
  through?: string[];
}

/** Runs the program to its end. */
export function run(args: readonly string[], options: Options) {
  const words = [...(options.through ?? []), process.execPath, bin, ...args];
  const [program = "", ...rest] = words;
  const { status, signal, stdout, stderr } = spawnSync(program, rest, {
    cwd: options.cwd,
    env: cleanEnvironment(options.env),
    input: options.input ?? "",
    encoding: "utf8",
    timeout: 60_000,
  });
  return { code: status, signal, stdout, stderr };
}

/** Starts the program and gives its end as a promise. */
export function start(args: readonly string[], options: Options) {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd,
    env: cleanEnvironment(options.env),
  });
  return { child, ended: endOf(child) };
}

/** A new directory that goes when the test is over. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "create-session-app-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Every path below a directory with what it holds, to compare two states byte for byte. */
export function contents(directory: string): Record<string, string> {
  const found: Record<string, string> = {};
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" });
  for (const name of names) {
    const path = join(directory, name);
    const stats = lstatSync(path);
    const mode = (stats.mode & 0o777).toString(8);
    if (stats.isSymbolicLink()) found[name] = `-> ${readlinkSync(path)}`;
    else if (stats.isDirectory()) found[`${name}/`] = mode;
    else found[name] = `${mode} ${readFileSync(path, "base64")}`;
  }
  return found;
}

/** Without what the machine or an npm around the tests would change. */
function cleanEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const names = ["PATH", "HOME", "LANG", "SystemRoot", "TMPDIR"];
  const kept = names.map((name) => [name, process.env[name]] as const);
  return { ...Object.fromEntries(kept), ...more };
}

async function endOf(child: ChildProcess) {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (text) => (stdout += text));
  child.stderr?.on("data", (text) => (stderr += text));
  const [code, signal] = await new Promise<[number | null, string | null]>(
    (end) => child.on("close", (...how) => end(how)),
  );
  return { code, signal, stdout, stderr };
}
