import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startScript } from "../running-app.ts";
import { serves, storeContract, viewsOf } from "./contract.ts";
import { crowd, expectTwoLines, limit, timeout } from "./outage.ts";
import { startSentinels } from "./redis-sentinel-server.ts";
import { requireRedis } from "./redis-server.ts";
import { type StoreUnderTest, testBed } from "./store-under-test.ts";

const sentinel: StoreUnderTest = {
  title: "redis sentinel",
  store: "redis",
  require: requireRedis,
  start: startSentinels,
  isDurable: true,
  prunesWithin: 500,
};

storeContract(sentinel, testBed(sentinel));

// Each with sentinels of its own, because they do not go back.
for (const way of ["kill", "freeze"] as const) {
  const bed = testBed(sentinel);

  test(`the master is lost (${way}): the replica takes over, and no visit is lost`, async (context) => {
    const { app, server } = await bed(context);
    const env = { ...server.env(), ...timeout };
    const running = await startScript(app, "start", { env });
    await serves(running.url());
    const { visitors, stop } = crowd(running.url());
    await sleep(1_000);
    await server[way]();
    await sleep(500);
    await serves(running.url(), 15_000);
    await sleep(2_000);
    const { slowest, statuses } = await stop();
    expect(statuses).toEqual([200, 503]);
    expect(slowest[0]?.took).toBeLessThan(limit);
    for (const { get, acknowledged, asked } of visitors) {
      const { text } = await get("/");
      expect(viewsOf(text)).toBeGreaterThan(acknowledged);
      expect(viewsOf(text)).toBeLessThanOrEqual(asked + 1);
    }
    expectTwoLines(running);
    server.thaw(); // the old master learns that it is none any more
    expect(await running.stop()).toBe(0);
  });
}
