import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, type TestContext } from "vitest";
import { startScript } from "../running-app.ts";
import { visitor } from "../visitor.ts";
import { serves, viewsOf } from "./contract.ts";
import { allServe, crowd, expectTwoLines, limit, timeout } from "./outage.ts";
import { lockEnd } from "./lock-contract.ts";
import type { StoreUnderTest, TestBed } from "./store-under-test.ts";

/** Starts an app on a server that the test may do anything to; `boot` starts the same app again. */
export function appsOnServer(bed: TestBed) {
  return async (context: TestContext, port?: number) => {
    const { app, server } = await bed(context);
    onTestFinished(async () => void (await server.start()));
    const env = {
      ...server.env(port),
      ...timeout,
      SESSION_SECRET: "k4".repeat(20),
    };
    const boot = () => startScript(app, "start", { env });
    return { server, boot, running: await boot() };
  };
}

/** Many visitors meet the end of the server, or of the app. */
export function underLoad(
  { recoversWithin = 5_000, isDurable, nodes }: StoreUnderTest,
  start: ReturnType<typeof appsOnServer>,
): void {
  for (const way of ["killed", "frozen"] as const) {
    test(`${way} under load: no visit that was acknowledged is lost`, async (context) => {
      const { server, running } = await start(context);
      await serves(running.url());
      const { visitors, stop } = crowd(running.url());
      await sleep(1_000);
      if (way === "killed") await server.kill();
      else server.freeze();
      await sleep(2_000);
      if (way === "killed") await server.start();
      else server.thaw();
      await serves(running.url(), recoversWithin);
      if (nodes !== undefined) await allServe(running.url(), recoversWithin);
      await sleep(1_500);
      const { slowest, statuses } = await stop();
      expect(statuses).toEqual([200, 503]);
      expect(slowest[0]?.took).toBeLessThan(limit);
      for (const { get, acknowledged, asked } of visitors) {
        const { status, text } = await get("/");
        expect(status).toBe(200);
        if (way === "killed" && !isDurable) continue;
        expect(viewsOf(text)).toBeGreaterThan(acknowledged);
        expect(viewsOf(text)).toBeLessThanOrEqual(asked + 1);
      }
      expectTwoLines(running, nodes);
      expect(await running.stop()).toBe(0);
    });
  }

  test("SIGKILL of the app under load loses no acknowledged visit", async (context) => {
    const { boot, running } = await start(context);
    await serves(running.url());
    const { visitors, stop } = crowd(running.url());
    await sleep(1_000);
    await running.stop("SIGKILL");
    await stop();
    const next = await boot();
    await serves(next.url());
    const begin = Date.now();
    const visits = visitors.map(async ({ acknowledged, cookies, asked }) => {
      const again = visitor(next.url());
      for (const pair of cookies) again.cookies.set(...pair);
      const { status, text } = await again.get("/");
      expect(status).toBe(200);
      expect(viewsOf(text)).toBeGreaterThan(acknowledged);
      expect(viewsOf(text)).toBeLessThanOrEqual(asked + 1);
    });
    await Promise.all(visits);
    // The locks of the app that died ran out first.
    expect(Date.now() - begin).toBeLessThan(lockEnd);
  });
}
