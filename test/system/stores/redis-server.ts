import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { TestContext } from "vitest";
import { requireProgram } from "../child-programs.ts";
import { freePort, serverProcess, sharedFolder } from "./server-process.ts";
import { certificateFiles } from "./tls.ts";
import type { StoreServer } from "./store-under-test.ts";

const run = promisify(execFile);

/** Skips a test by name where Redis is not installed. */
export function requireRedis(context: TestContext): void {
  requireProgram(context, "redis-server");
  requireProgram(context, "redis-cli");
}

/** Runs one command on a Redis of this machine; an error reply is an error. */
export async function redis(port: number, ...words: string[]) {
  const all = ["-h", "127.0.0.1", "-p", String(port), "-e", ...words];
  const { stdout } = await run("redis-cli", all, { timeout: 5_000 });
  return stdout.trim();
}

/** A redis-server that keeps on disk whatever it acknowledged. */
export async function redisProcess(...more: string[]) {
  const [port, folder] = [await freePort(), sharedFolder()];
  return serverProcess({
    program: "redis-server",
    words: () => [
      ...["--port", String(port), "--dir", folder, "--bind", "127.0.0.1"],
      ...["--appendonly", "yes", "--appendfsync", "always", "--save", ""],
      ...more,
    ],
    port,
    ping: () => ready(port),
  });
}

/** Rejects unless a server answers. */
export async function ready(port: number): Promise<void> {
  // With a password, too, that is an answer.
  const answer = await redis(port, "ping").catch((error: Error) => {
    if (/NOAUTH/.test(error.message)) return "PONG";
    throw error;
  });
  if (answer !== "PONG") throw new Error(answer);
}

/** One server by itself. */
export async function startRedis(...more: string[]): Promise<StoreServer> {
  const server = await redisProcess(...more);
  await server.start();
  return {
    ...server,
    env: (by = server.port) => redisVariables(`redis://localhost:${by}`),
    dump: () => dump(server.port),
    end: server.kill,
  };
}

/** One server that is a cluster, as some hosts offer behind one address: a script may name the keys of one slot only. */
export async function startClusterOfOne(): Promise<StoreServer> {
  const server = await startRedis("--cluster-enabled", "yes");
  await redis(server.port ?? 0, "cluster", "addslotsrange", "0", "16383");
  return server;
}

/** With the rights that the README says it needs. */
const account =
  "app on >p@ss:word ~*:session:* ~*:lock:* +get +set +del +pttl +pexpire +eval";

/** A server that speaks TLS only, to the user `app` with the password `p@ss:word`. */
export async function startEncryptedRedis() {
  const { key, cert } = certificateFiles();
  const [port, plain] = [await freePort(), await freePort()];
  const files = ["--tls-cert-file", cert, "--tls-key-file", key];
  const server = serverProcess({
    program: "redis-server",
    words: () => [
      ...["--port", String(plain), "--tls-port", String(port), "--save", ""],
      ...["--bind", "127.0.0.1", "--tls-auth-clients", "no", ...files],
      ...["--requirepass", "administrator"],
      ...["--user", ...account.split(" ")],
    ],
    port,
    ping: () => ready(plain),
  });
  await server.start();
  const url = (password: string) =>
    `rediss://app:${encodeURIComponent(password)}@127.0.0.1:${port}`;
  return {
    env: redisVariables(url("p@ss:word")),
    wrong: redisVariables(url("wr0ng")),
    trust: { NODE_EXTRA_CA_CERTS: cert },
    end: server.kill,
  };
}

/** The variable of one kind; the others are empty, because the tests of one file share a process. */
export function redisVariables(url: string, more: Record<string, string> = {}) {
  const none = { REDIS_CLUSTER_URLS: "", REDIS_SENTINEL_URLS: "" };
  return { REDIS_URL: url, ...none, REDIS_SENTINEL_MASTER: "", ...more };
}

/** All keys and values of a server. */
export async function dump(port: number, ...more: string[]): Promise<string> {
  const keys = (await redis(port, ...more, "keys", "*")).split("\n");
  const texts = await Promise.all(
    keys.filter(Boolean).map((key) => redis(port, ...more, "get", key)),
  );
  return [...keys, ...texts].join("\n");
}
