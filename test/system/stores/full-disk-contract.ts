import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { startScript } from "../running-app.ts";
import { visitor } from "../visitor.ts";
import { serves, viewsOf } from "./contract.ts";
import {
  type SqlServer,
  type StoreUnderTest,
  testBed,
} from "./store-under-test.ts";
import { unprivileged } from "./unprivileged.ts";

/** A disk without room, under the tables of a server of its own. */
export function fullDiskContract(subject: StoreUnderTest): void {
  const bed = testBed(subject);

  test("refuses visitors, loses nothing, and is mended by room", async (context) => {
    const { app, server: any } = await bed(context);
    const server = any as SqlServer;
    const { uid = 0, gid = 0 } = unprivileged() ?? {};
    const how = `size=24m,mode=700,uid=${uid},gid=${gid}`;
    const mount = ["-t", "tmpfs", "-o", how, "tmpfs", server.disk];
    const { status } = spawnSync("mount", mount);
    if (status !== 0) context.skip("mount is not permitted");
    onTestFinished(async () => {
      await server.kill();
      spawnSync("umount", ["-l", server.disk]);
    });
    await server.useDisk();
    const running = await startScript(app, "start", { env: server.env() });
    const url = running.url();
    await serves(url);
    const known = visitor(url);
    for (const count of [1, 2]) {
      expect(viewsOf((await known.get("/")).text)).toBe(count);
    }

    const ballast = fill(server.disk);
    // Until nothing fits into the pages that there are, either.
    let refused = 0;
    for (let tries = 0; tries < 2_000 && refused < 20; tries++) {
      const answer = await visitor(url).get("/");
      refused = answer.status === 503 ? refused + 1 : 0;
      if (refused > 0) await sleep(50);
    }
    expect(refused).toBe(20);
    let acknowledged = 2;
    for (let tries = 0; tries < 20; tries++) {
      const answer = await known.get("/");
      expect([200, 503]).toContain(answer.status);
      if (answer.status === 200) acknowledged = viewsOf(answer.text) ?? 0;
      expect((await visitor(url).get("/livez")).status).toBe(200);
      await sleep(50);
    }
    expect((await visitor(url).get("/readyz")).status).toBe(503);

    rmSync(ballast);
    await serves(url, 5_000);
    expect(viewsOf((await known.get("/")).text)).toBe(acknowledged + 1);
    expect(running.output()).toMatch(
      /^Server running on .*\n(The session store (fails: .*|answers again\.)\n)+$/,
    );
    expect(await running.stop()).toBe(0);
  });
}

/** Leaves no byte of the disk. */
function fill(disk: string): string {
  const ballast = join(disk, "ballast");
  for (const size of [1 << 20, 1 << 12]) {
    try {
      for (;;) writeFileSync(ballast, Buffer.alloc(size), { flag: "a" });
    } catch {
      // It is full.
    }
  }
  return ballast;
}
