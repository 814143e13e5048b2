import type { TestContext } from "vitest";
import { startDynalite } from "./dynamodb-server.ts";
import { requireMemcached, startMemcached } from "./memcached-server.ts";
import { startFakeMongodb } from "./mongodb-server.ts";
import { requireMysql, startMysql } from "./mysql-server.ts";
import { requirePostgres, startPostgres } from "./postgres-server.ts";
import { requireRedis, startRedis } from "./redis-server.ts";
import type { StoreServer } from "./store-under-test.ts";

/** How a test gets the server of a store. */
export interface ServerKind {
  /** Skips the test by name where the server cannot be had. */
  require: (context: TestContext) => void;
  /** Makes and starts a fresh, empty server on free ports; `end` ends it. */
  start: () => Promise<StoreServer>;
}

const nothing = () => {};

const servers: Record<string, ServerKind> = {
  redis: { require: requireRedis, start: startRedis },
  postgres: { require: requirePostgres, start: startPostgres },
  mysql: { require: requireMysql, start: startMysql },
  memcached: { require: requireMemcached, start: startMemcached },
  dynamodb: { require: nothing, start: startDynalite },
  mongodb: { require: nothing, start: startFakeMongodb },
};

/** The server that a store needs; undefined for those that need none. */
export function serverOf(store: string): ServerKind | undefined {
  return servers[store];
}
