import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { startScript } from "../running-app.ts";
import { visitor } from "../visitor.ts";
import { serves, storeContract, viewsOf } from "./contract.ts";
import { expectTwoLines } from "./outage.ts";
import { storeFaults } from "./fault-contract.ts";
import {
  empty,
  fill,
  itemsIn,
  requireMemcached,
  startMemcached,
} from "./memcached-server.ts";
import {
  type StoreUnderTest,
  storeModule,
  testBed,
} from "./store-under-test.ts";

const memcached: StoreUnderTest = {
  title: "memcached",
  store: "memcached",
  require: requireMemcached,
  start: startMemcached,
  isDurable: false, // it keeps nothing on disk
  faults: {
    full: ({ port = 0 }) => ({
      begin: () => fill(port),
      end: () => empty(port),
    }),
  },
};

const bed = testBed(memcached);
storeContract(memcached, bed);
storeFaults(memcached, bed);

test("SESSION_LIFETIME may be more than 30 days", async (context) => {
  const { app, server } = await bed(context);
  const { openTable } = await storeModule(app, server.env());
  const table = openTable({ storeTimeout: 500 });
  onTestFinished(() => table.close());
  const expiresAt = Date.now() + 60 * 86_400_000;
  await table.create("long", { data: "{}", expiresAt });
  await sleep(2_100);
  expect(await table.read("long")).toEqual({ data: "{}", expiresAt });
});

test("memcached itself removes what has expired", async (context) => {
  const { app } = await bed(context);
  const server = await startMemcached();
  onTestFinished(() => server.end());
  const { openTable } = await storeModule(app, server.env());
  const table = openTable({ storeTimeout: 500 });
  onTestFinished(() => table.close());
  const expiresAt = Date.now() + 100;
  for (const key of ["a", "b", "c"]) {
    await table.create(key, { data: "{}", expiresAt });
  }
  expect(await itemsIn(server.port)).toBe(3);
  const count = () => itemsIn(server.port);
  await expect.poll(count, { timeout: 10_000, interval: 500 }).toBe(0);
});

test("of two servers one fails: whose session is on the other, is served", async (context) => {
  const { app, server } = await bed(context);
  const other = await startMemcached();
  onTestFinished(() => other.end());
  const both = `127.0.0.1:${server.port},127.0.0.1:${other.port}`;
  const env = { MEMCACHED_SERVERS: both };
  const running = await startScript(app, "start", { env });
  await serves(running.url());
  const visitors = Array.from({ length: 20 }, () => visitor(running.url()));
  for (const { get } of visitors) await get("/");
  await other.kill();
  let known = 0;
  for (const { get } of visitors) {
    if (viewsOf((await get("/")).text) === 2) known++;
  }
  expect(known).toBeGreaterThan(2);
  expect(known).toBeLessThan(18);
  await serves(running.url()); // it can take new visitors
  expectTwoLines(running, 2);
  expect(await running.stop()).toBe(0);
});

test("MEMCACHED_SERVERS that cannot be meant are refused by name", async (context) => {
  const { app } = await bed(context);
  const refused = [
    "localhost:x",
    "a/b:1",
    "user@host:11211",
    "memcached://host",
  ];
  for (const MEMCACHED_SERVERS of [...refused, "a:1,b:1", "[::1]:1", "a"]) {
    const { storeProblems } = await storeModule(app, { MEMCACHED_SERVERS });
    expect(storeProblems({})).toEqual(
      refused.includes(MEMCACHED_SERVERS)
        ? [expect.stringContaining("MEMCACHED_SERVERS must be")]
        : [],
    );
  }
});
