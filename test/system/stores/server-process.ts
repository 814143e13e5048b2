import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childEnvironment } from "../child-programs.ts";

/** A server that a test may do anything to. */
export interface ServerProcess {
  port: number;
  /** Starts it unless it runs, also again on the same port and data; resolves when it answers. */
  start: () => Promise<void>;
  /** Ends it politely and waits for that. */
  stop: () => Promise<void>;
  /** SIGKILL to it and all its children. */
  kill: () => Promise<void>;
  /** SIGSTOP to all of it: connections stay open, nothing answers. */
  freeze: () => void;
  thaw: () => void;
  output: () => string;
}

interface Server {
  program: string;
  /** Called at each start, so that arguments may change between two of them. */
  words: () => readonly string[];
  port: number;
  /** Resolves as soon as the server serves; rejects before that. */
  ping: () => Promise<unknown>;
  /** Done before each start: pid files survive a SIGKILL. */
  prepare?: () => void;
  /** Some servers refuse to run as root. */
  user?: { uid: number; gid: number };
  env?: Record<string, string>;
}

/** Makes a server process of a program; nothing runs before `start`. Call `kill` in an afterAll. */
export function serverProcess(server: Server): ServerProcess {
  const { program, port, ping, prepare, user, env } = server;
  let child: ChildProcess | undefined;
  let output = "";

  async function start(): Promise<void> {
    if (child && !hasEnded(child)) return;
    prepare?.();
    child = spawn(program, server.words(), {
      ...{ env: childEnvironment([], env), stdio: ["ignore", "pipe", "pipe"] },
      ...user,
    });
    child.stdout?.on("data", (text) => (output += String(text)));
    child.stderr?.on("data", (text) => (output += String(text)));
    await answers(ping, () => `${program} does not answer:\n${output}`);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    child = undefined;
    if (ending?.pid === undefined || hasEnded(ending)) return;
    const ended = once(ending, "exit");
    // Children first: they could outlive their parent, and keep the port.
    const all = signal === "SIGKILL" ? descendants(ending.pid) : [ending.pid];
    for (const pid of all) send(pid, signal);
    await ended;
  }

  function toAll(signal: NodeJS.Signals): void {
    if (child?.pid === undefined) return;
    for (const pid of descendants(child.pid)) send(pid, signal);
  }

  return {
    port,
    start,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    freeze: () => toAll("SIGSTOP"),
    thaw: () => toAll("SIGCONT"),
    output: () => output,
  };
}

/** Asks for half a minute until there is an answer. */
export async function answers(
  ask: () => Promise<unknown>,
  describe: () => string,
): Promise<void> {
  const end = Date.now() + 30_000;
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (Date.now() > end) throw new Error(describe(), { cause: error });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A port that is free now, on 127.0.0.1. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" ? address?.port : undefined;
      server.close(() => resolve(port ?? 0));
    });
  });
}

const folders: string[] = [];

/** A folder for what all tests of a file share; `temporaryDirectory` goes with the test that made it. */
export function sharedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "create-session-app-store-"));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The process and everything it started, children first; a process group does not do: PostgreSQL makes many. */
function descendants(pid: number): number[] {
  try {
    const file = `/proc/${pid}/task/${pid}/children`;
    const children = readFileSync(file, "utf8").split(" ").filter(Boolean);
    return [...children.flatMap((child) => descendants(Number(child))), pid];
  } catch {
    return [pid]; // No /proc here: the process itself has to do.
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended already.
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
