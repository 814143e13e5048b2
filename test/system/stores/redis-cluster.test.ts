import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { startScript } from "../running-app.ts";
import { visitor } from "../visitor.ts";
import { serves, storeContract, viewsOf } from "./contract.ts";
import { data, inAMinute, newKey, openTables } from "./opened-tables.ts";
import { allServe, crowd, expectTwoLines, timeout } from "./outage.ts";
import { storeFaults } from "./fault-contract.ts";
import { moveSlots, startCluster } from "./redis-cluster-server.ts";
import { requireRedis } from "./redis-server.ts";
import {
  settings,
  type StoreServer,
  type StoreUnderTest,
  type Table,
  testBed,
} from "./store-under-test.ts";

const cluster: StoreUnderTest = {
  title: "redis cluster",
  store: "redis",
  require: requireRedis,
  start: startCluster,
  isDurable: true,
  nodes: 3,
  hasProxy: false,
  prunesWithin: 500,
};

const bed = testBed(cluster);
storeContract(cluster, bed);
storeFaults(cluster, bed);

for (const way of ["kill", "freeze"] as const) {
  test(`one of three nodes fails (${way}): what is on the others, is there`, async (context) => {
    const { server, table } = await openTables(bed, context);
    const { nodes } = server as Awaited<ReturnType<typeof startCluster>>;
    const keys = Array.from({ length: 30 }, newKey);
    for (const key of keys) {
      await table.create(key, { data, expiresAt: inAMinute() });
    }
    onTestFinished(() => mend(server));
    await nodes[0]?.[way]();
    for (let seconds = 0; seconds < 4; seconds++) {
      const found = await Promise.all(
        keys.map((key) => readInTime(table, key)),
      );
      const there = found.filter((session) => session !== undefined).length;
      expect(there).toBeGreaterThanOrEqual(12); // some 20 of 30
      expect(there).toBeLessThan(30);
      await table.ping();
      await sleep(1_000);
    }
    await mend(server);
    await sleep(1_500); // the longest pause between two connections, and one look
    for (const key of keys) expect((await table.read(key))?.data).toBe(data);
  });
}

test("one of three nodes is killed: its visitors get a 503, all others are served every time", async (context) => {
  const { app, server } = await bed(context);
  const { nodes } = server as Awaited<ReturnType<typeof startCluster>>;
  const env = { ...server.env(), ...timeout };
  const running = await startScript(app, "start", { env });
  await serves(running.url());
  const visitors = Array.from({ length: 30 }, () => visitor(running.url()));
  for (const { get } of visitors) expect((await get("/")).status).toBe(200);
  onTestFinished(() => mend(server));
  await nodes[0]?.kill();
  const statuses = visitors.map(async ({ get }) => {
    const seen = new Set<number>();
    for (let visits = 0; visits < 20; visits++) {
      seen.add((await get("/")).status);
      await sleep(100);
    }
    return [...seen];
  });
  const seen = await Promise.all(statuses);
  expect(seen.every(({ length }) => length === 1)).toBe(true);
  expect(seen.filter(([status]) => status === 200).length).toBeGreaterThan(11);
  expect(seen).toContainEqual([503]);
  expect((await visitor(running.url()).get("/readyz")).status).toBe(200);
  await mend(server);
  await allServe(running.url(), 5_000);
  for (const { get } of visitors) expect((await get("/")).status).toBe(200);
  expectTwoLines(running, 3);
  expect(await running.stop()).toBe(0);
});

test("a slot moves to another node, and back: no visit is lost", async (context) => {
  const { app, server } = await bed(context);
  const { nodes } = server as Awaited<ReturnType<typeof startCluster>>;
  const env = { ...server.env(), ...timeout };
  const running = await startScript(app, "start", { env });
  await serves(running.url());
  const { visitors, stop } = crowd(running.url(), 5);
  await sleep(500);
  for (const [from, to] of [
    [0, 1],
    [1, 0],
  ] as const) {
    await moveSlots(nodes[from]!.port, nodes[to]!.port, 500);
  }
  await sleep(500);
  const { statuses } = await stop();
  expect(statuses).toEqual([200]);
  for (const { get, acknowledged } of visitors) {
    expect(viewsOf((await get("/")).text)).toBe(acknowledged + 1);
  }
  expect(await running.stop()).toBe(0);
});

async function readInTime(table: Table, key: string) {
  const late = sleep(settings.storeTimeout, undefined, { ref: false });
  return Promise.race([table.read(key), late]).catch(() => undefined);
}

async function mend(server: StoreServer): Promise<void> {
  server.thaw();
  await server.start();
}
