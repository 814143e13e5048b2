import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  answers,
  freePort,
  serverProcess,
  sharedFolder,
} from "./server-process.ts";
import type { StoreServer } from "./store-under-test.ts";

const run = promisify(execFile);

/** Runs one command on a Redis of this machine; an error reply is an error. */
export async function redis(port: number, ...words: string[]) {
  const all = ["-h", "127.0.0.1", "-p", String(port), "-e", ...words];
  const { stdout } = await run("redis-cli", all, { timeout: 5_000 });
  return stdout.trim();
}

/** A redis-server that keeps on disk whatever it acknowledged. */
async function redisProcess(...more: string[]) {
  const [port, folder] = [await freePort(), sharedFolder()];
  return redisOn(port, folder, more);
}

function redisOn(port: number, folder: string, more: string[] = []) {
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

async function ready(port: number): Promise<void> {
  // With a password, too, that is an answer.
  const answer = await redis(port, "ping").catch((error: Error) => {
    if (/NOAUTH/.test(error.message)) return "PONG";
    throw error;
  });
  if (answer !== "PONG") throw new Error(answer);
}

/** One server by itself. */
export async function startRedis(): Promise<StoreServer> {
  const server = await redisProcess();
  await server.start();
  return {
    ...server,
    env: (by = server.port) => redisVariables(`redis://localhost:${by}`),
    dump: () => dump(server.port),
    end: server.kill,
  };
}

/** The variable of one kind; the others are empty, because the tests of one file share a process. */
function redisVariables(url: string, more: Record<string, string> = {}) {
  const none = { REDIS_CLUSTER_URLS: "", REDIS_SENTINEL_URLS: "" };
  return { REDIS_URL: url, ...none, REDIS_SENTINEL_MASTER: "", ...more };
}

/** All keys and values of a server. */
async function dump(port: number, ...more: string[]): Promise<string> {
  const keys = (await redis(port, ...more, "keys", "*")).split("\n");
  const texts = await Promise.all(
    keys.filter(Boolean).map((key) => redis(port, ...more, "get", key)),
  );
  return [...keys, ...texts].join("\n");
}

/** Three masters that share the keys; killed, frozen and thawed together. */
export async function startCluster() {
  const nodes = await Promise.all(
    [0, 1, 2].map(() =>
      redisProcess(
        ...["--cluster-enabled", "yes", "--cluster-node-timeout", "1000"],
        ...["--cluster-require-full-coverage", "no"],
      ),
    ),
  );
  const all = (what: "start" | "kill" | "freeze" | "thaw") =>
    Promise.all(nodes.map(async (node) => node[what]()));
  await all("start");
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
  await run("redis-cli", [
    "--cluster",
    "create",
    ...addresses,
    "--cluster-yes",
  ]);
  await Promise.all(nodes.map(({ port }) => knowsAll(port)));
  const urls = addresses.map((address) => `redis://${address}`).join();
  return {
    env: () => redisVariables("", { REDIS_CLUSTER_URLS: urls }),
    start: async () => {
      await all("start");
      await Promise.all(nodes.map(({ port }) => knowsAll(port)));
    },
    kill: () => all("kill"),
    freeze: () => all("freeze"),
    thaw: () => all("thaw"),
    dump: async () => {
      const texts = await Promise.all(nodes.map(({ port }) => dump(port)));
      return texts.join("\n");
    },
    end: () => all("kill"),
    nodes,
  } satisfies StoreServer & Record<string, unknown>;
}

async function knowsAll(port: number): Promise<void> {
  await answers(
    async () => {
      const info = await redis(port, "cluster", "info");
      if (!info.includes("cluster_state:ok")) throw new Error(info);
    },
    () => "the cluster does not come up",
  );
}

/** A master, its replica, and three sentinels that watch them. */
export async function startSentinels() {
  const master = await redisProcess();
  await master.start();
  const leader = ["--replicaof", "127.0.0.1", String(master.port)];
  const replica = await redisProcess(...leader);
  await replica.start();
  await answers(
    async () => {
      const role = await redis(replica.port, "role");
      if (!role.includes("connected")) throw new Error(role);
    },
    () => "the replica does not follow",
  );
  const sentinels = await Promise.all(
    [0, 1, 2].map(() => sentinelOf(master.port)),
  );
  await Promise.all(sentinels.map((sentinel) => sentinel.start()));
  await answers(
    async () => {
      const ckquorum = ["sentinel", "ckquorum", "sessions"];
      for (const { port } of sentinels) await redis(port, ...ckquorum);
    },
    () => "the sentinels do not agree",
  );
  const urls = sentinels.map(({ port }) => `redis://127.0.0.1:${port}`);
  return {
    env: () =>
      redisVariables("", {
        REDIS_SENTINEL_URLS: urls.join(),
        REDIS_SENTINEL_MASTER: "sessions",
      }),
    ...{ master, replica, sentinels },
    start: async () => {},
    kill: master.kill,
    freeze: master.freeze,
    thaw: master.thaw,
    dump: () => dump(master.port),
    end: () =>
      Promise.all([master, replica, ...sentinels].map((one) => one.kill())),
  } satisfies StoreServer & Record<string, unknown>;
}

async function sentinelOf(master: number) {
  const [port, folder] = [await freePort(), sharedFolder()];
  const file = join(folder, "sentinel.conf");
  writeFileSync(
    file,
    `bind 127.0.0.1
port ${port}
dir ${folder}
sentinel monitor sessions 127.0.0.1 ${master} 2
sentinel down-after-milliseconds sessions 1000
sentinel failover-timeout sessions 5000
`,
  );
  return serverProcess({
    program: "redis-server",
    words: () => [file, "--sentinel"],
    port,
    ping: () => ready(port),
  });
}
