import { describe, expect, onTestFinished, test } from "vitest";
import type { RunningApp } from "../running-app.ts";
import { visitor } from "../visitor.ts";
import { serves, viewsOf } from "./contract.ts";
import { faultyProxy } from "./faulty-proxy.ts";
import { appsOnServer, underLoad } from "./load-contract.ts";
import {
  allServe,
  expectOutage,
  expectTwoLines,
  storeTimeout,
} from "./outage.ts";
import type { StoreUnderTest, TestBed } from "./store-under-test.ts";

/** What every server store survives, each time with a real app on a real server. */
export function storeFaults(subject: StoreUnderTest, bed: TestBed): void {
  const { recoversWithin = 5_000, isDurable, faults = {} } = subject;
  const { nodes, hasProxy = true } = subject;

  describe(`${subject.title} survives its server`, () => {
    const start = appsOnServer(bed);

    /** Of many nodes each comes back at a time of its own. */
    async function comesBack(url: string): Promise<void> {
      if (nodes !== undefined) await allServe(url, recoversWithin);
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
      await comesBack(running.url());
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
      await comesBack(running.url());
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

    // A cluster and sentinels name the real addresses themselves.
    for (const way of hasProxy ? (["cut", "swallow", "slow"] as const) : []) {
      test(`the network between: ${way}, and mended`, async (context) => {
        const { server } = await bed(context);
        const proxy = await faultyProxy(server.port ?? 0);
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

    underLoad(subject, start);

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
