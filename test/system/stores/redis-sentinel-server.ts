import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  dump,
  ready,
  redis,
  redisProcess,
  redisVariables,
} from "./redis-server.ts";
import {
  answers,
  freePort,
  serverProcess,
  sharedFolder,
} from "./server-process.ts";
import type { StoreServer } from "./store-under-test.ts";

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
