import { describe } from "vitest";
import { storeContract } from "./contract.ts";
import { storeFaults } from "./fault-contract.ts";
import { lockContract } from "./lock-contract.ts";
import {
  redis,
  requireRedis,
  startClusterOfOne,
  startEncryptedRedis,
  startRedis,
} from "./redis-server.ts";
import {
  type StoreServer,
  type StoreUnderTest,
  testBed,
} from "./store-under-test.ts";
import { tlsContract } from "./tls-contract.ts";

const single: StoreUnderTest = {
  title: "redis",
  store: "redis",
  require: requireRedis,
  start: () => startRedis(),
  isDurable: true,
  prunesWithin: 500,
  faults: {
    full: (server) => ({
      begin: () => config(server, "maxmemory", "1"),
      end: () => config(server, "maxmemory", "0"),
    }),
    "read-only": ({ port = 0 }) => ({
      begin: () => redis(port, "replicaof", "127.0.0.1", "1"),
      end: () => redis(port, "replicaof", "no", "one"),
    }),
    "credentials changed": ({ port = 0 }) => ({
      begin: async () => {
        await redis(port, "config", "set", "requirepass", "another");
        await redis(port, "-a", "another", "client", "kill", "type", "normal");
      },
      end: () =>
        redis(port, "-a", "another", "config", "set", "requirepass", ""),
    }),
  },
};

const bed = testBed(single);
storeContract(single, bed);
storeFaults(single, bed);
tlsContract(single, bed, startEncryptedRedis);

describe("redis as a cluster behind one address", () => {
  lockContract(testBed({ ...single, start: startClusterOfOne }));
});

function config({ port = 0 }: StoreServer, name: string, value: string) {
  return redis(port, "config", "set", name, value);
}
