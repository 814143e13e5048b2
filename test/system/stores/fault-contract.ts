import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import type { TestContext } from "vitest";
import { type RunningApp, startScript } from "../running-app.ts";
import { visitor } from "../visitor.ts";
import { serves, viewsOf } from "./contract.ts";
import { faultyProxy } from "./faulty-proxy.ts";
import {
  crowd,
  expectOutage,
  expectTwoLines,
  limit,
  storeTimeout,
} from "./outage.ts";
import { type StoreUnderTest, testBed } from "./store-under-test.ts";

/** What every server store survives, each time with a real app on a real server. */
export function storeFaults(subject: StoreUnderTest): void {
  const { recoversWithin = 5_000, isDurable, faults = {}, nodes } = subject;

  describe(`${subject.title} survives its server`, () => {
    const bed = testBed(subject);

    async function start(context: TestContext, port?: number) {
      const { app, server } = await bed(context);
      onTestFinished(async () => void (await server.start()));
      const env = {
        ...server.env(port),
        STORE_TIMEOUT: `${storeTimeout / 1_000}s`,
        SESSION_SECRET: "k4".repeat(20),
      };
      const boot = () => startScript(app, "start", { env });
      return { server, boot, running: await boot() };
    }

    /** A visitor comes, meets the outage, and is known again after it. */
    async function outage(
      running: RunningApp,
      begin: () => unknown,
      end: () => unknown,
      keepsSessions = true,
    ): Promise<void> {
      await serves(running.url());
      const known = visitor(running.url());
      expect(viewsOf((await known.get("/")).text)).toBe(1);
      await begin();
      const attempts = await expectOutage(running.url(), known);
      await end();
      await serves(running.url(), recoversWithin);
      const { status, text } = await known.get("/");
      expect(status).toBe(200);
      if (keepsSessions) {
        // An answer that came too late may have counted.
        expect(viewsOf(text)).toBeGreaterThanOrEqual(2);
        expect(viewsOf(text)).toBeLessThanOrEqual(2 + attempts);
      }
      expectTwoLines(running, nodes);
      expect(await running.stop()).toBe(0);
    }

    test("down when the app starts", async (context) => {
      await (await bed(context)).server.kill();
      const { server, running } = await start(context);
      const stranger = visitor(running.url());
      await expectOutage(running.url(), stranger);
      await server.start();
      await serves(running.url(), recoversWithin);
      expect((await stranger.get("/")).status).toBe(200);
      expectTwoLines(running, nodes);
      expect(await running.stop()).toBe(0);
    });

    test("killed and started again", async (context) => {
      const { server, running } = await start(context);
      await outage(running, server.kill, server.start, isDurable);
    });

    test("frozen and thawed", async (context) => {
      const { server, running } = await start(context);
      onTestFinished(() => void server.thaw());
      await outage(running, server.freeze, server.thaw);
    });

    for (const way of ["cut", "swallow", "slow"] as const) {
      test(`the network between: ${way}, and mended`, async (context) => {
        const { server } = await bed(context);
        if (server.port === undefined) return context.skip("no proxy fits in");
        const proxy = await faultyProxy(server.port);
        onTestFinished(() => proxy.close());
        const { running } = await start(context, proxy.port);
        await serves(running.url());
        const before = proxy.connections();
        const begin = () => proxy[way](2 * storeTimeout);
        await outage(running, begin, proxy.heal);
        // Some seconds of outage: no stampede of reconnects.
        expect(proxy.connections() - before).toBeLessThan(100);
      });
    }

    for (const [name, faultOf] of Object.entries(faults)) {
      test(`${name}, and mended`, async (context) => {
        const { server, running } = await start(context);
        const fault = faultOf(server);
        onTestFinished(async () => void (await fault.end()));
        await outage(running, fault.begin, fault.end);
      });
    }

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
      // A lock of the app that died may have to run out first.
      for (const { acknowledged, cookies, asked } of visitors) {
        const again = visitor(next.url());
        for (const pair of cookies) again.cookies.set(...pair);
        const { status, text } = await again.get("/");
        expect(status).toBe(200);
        expect(viewsOf(text)).toBeGreaterThan(acknowledged);
        expect(viewsOf(text)).toBeLessThanOrEqual(asked + 1);
      }
    });

    for (const way of ["kill", "freeze"] as const) {
      test(`SIGTERM ends the app while its server is ${way === "kill" ? "down" : "frozen"}`, async (context) => {
        const { server, running } = await start(context);
        await serves(running.url());
        onTestFinished(() => void server.thaw());
        await visitor(running.url()).get("/");
        await server[way]();
        await expectOutage(running.url(), visitor(running.url()), 500);
        const begin = Date.now();
        expect(await running.stop()).toBe(0);
        expect(Date.now() - begin).toBeLessThan(5_000);
      });
    }
  });
}
