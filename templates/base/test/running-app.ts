import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { environment } from "./environment.js";
/*%_ if (server) { _%*/
import "./store-server.js"; // fails with a sentence where there is none
/*%_ } _%*/
import { newVisitor } from "./visitor.js";

const server = fileURLToPath(new URL("../src/server.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "session-tests-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

export const newSecret = () => randomBytes(32).toString("hex");

/** All variables of .env.example, so that your .env, if there is one, changes no test. */
export function variables(changes: Record<string, string> = {}): Record<string, string> {
  const common = {
    PORT: "0", // any that is free
    HOST: "127.0.0.1",
    SESSION_SECRET: newSecret(),
    SESSION_IDLE: "30m",
    SESSION_LIFETIME: "8h",
    STORE_TIMEOUT: "1s",
    TRUST_PROXY: "1",
    ...{ TLS_KEY_FILE: "", TLS_CERT_FILE: "" },
    SQLITE_FILE: join(folder, `${randomBytes(8).toString("hex")}.db`),
  };
  return { ...common, ...environment, ...changes };
}

/** Runs the server as you do, in a process of its own, until the tests of the file are over. */
export async function startApp(changes?: Record<string, string>) {
  const app = runServer(changes);
  const port = () => Number(/Server running on .*:(\d+)/.exec(app.output())?.[1]);
  while (!port()) {
    if (app.child.exitCode !== null) throw new Error(app.output());
    await setTimeout(10);
  }
  return { ...app, port: port(), visitor: (cookie?: string) => newVisitor(port(), cookie) };
}

/** Starts the server with settings that may keep it from running. */
export function runServer(changes?: Record<string, string>) {
  const env = { ...process.env, ...variables(changes) };
  const child = spawn(process.execPath, [server], { env });
  let output = "";
  child.stdout.on("data", (text) => (output += text));
  child.stderr.on("data", (text) => (output += text));
  const ended = once(child, "close") as Promise<[number | null, string | null]>;
  after(() => void child.kill("SIGKILL"));
  return { child, ended, output: () => output };
}
