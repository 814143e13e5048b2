import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { startScript } from "../running-app.ts";
import { visitor } from "../visitor.ts";
import { serves, storeContract } from "./contract.ts";
import { storeFaults } from "./fault-contract.ts";
import { startCluster } from "./redis-cluster-server.ts";
import { requireRedis } from "./redis-server.ts";
import { type StoreUnderTest, testBed } from "./store-under-test.ts";

const cluster: StoreUnderTest = {
  title: "redis cluster",
  store: "redis",
  require: requireRedis,
  start: startCluster,
  isDurable: true,
  nodes: 3,
  prunesWithin: 500,
};

storeContract(cluster);
storeFaults(cluster);

const bed = testBed(cluster);

test("one of three nodes is killed: whose session is on another, is served", async (context) => {
  const { app, server } = await bed(context);
  const { nodes } = server as Awaited<ReturnType<typeof startCluster>>;
  const running = await startScript(app, "start", { env: server.env() });
  await serves(running.url());
  const visitors = Array.from({ length: 30 }, () => visitor(running.url()));
  for (const { get } of visitors) expect((await get("/")).status).toBe(200);
  await nodes[0]?.kill();
  onTestFinished(async () => void (await server.start()));
  await sleep(3_000); // for the others to notice
  const statuses = await Promise.all(visitors.map(onceServed));
  const served = statuses.filter((status) => status === 200).length;
  expect(served).toBeGreaterThanOrEqual(10);
  expect(served).toBeLessThan(30);
  await server.start();
  for (const one of visitors) expect(await onceServed(one)).toBe(200);
  expect(await running.stop()).toBe(0);
});

/** After a failure all calls fail for a moment, so whoever is on another node tries again. */
async function onceServed({ get }: ReturnType<typeof visitor>) {
  const limit = Date.now() + 8_000;
  for (;;) {
    const { status } = await get("/");
    if (status === 200 || Date.now() > limit) return status;
    await sleep(50 + Math.random() * 200);
  }
}
