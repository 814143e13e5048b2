import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { dump, redis, redisProcess, redisVariables } from "./redis-server.ts";
import { answers } from "./server-process.ts";
import type { StoreServer } from "./store-under-test.ts";

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
  const words = ["--cluster", "create", ...addresses, "--cluster-yes"];
  await promisify(execFile)("redis-cli", words);
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

/** Moves that many slots with their keys, as an administrator would. */
export async function moveSlots(from: number, to: number, count: number) {
  const [source, target] = await Promise.all(
    [from, to].map((port) => redis(port, "cluster", "myid")),
  );
  const words = ["--cluster", "reshard", `127.0.0.1:${from}`, "--cluster-yes"];
  const which = ["--cluster-from", source, "--cluster-to", target];
  const all = [...words, ...which, "--cluster-slots", String(count)];
  await promisify(execFile)("redis-cli", all as string[]);
}
