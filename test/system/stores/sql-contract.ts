import { execFile, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { childEnvironment } from "../child-programs.ts";
import { startScript } from "../running-app.ts";
import { visitor } from "../visitor.ts";
import { serves, viewsOf } from "./contract.ts";
import {
  settings,
  storeModule,
  type StoreServer,
  type StoreUnderTest,
  testBed,
} from "./store-under-test.ts";
import { unprivileged } from "./unprivileged.ts";

export interface SqlServer extends StoreServer {
  /** Asks as the administrator, past the app. */
  admin: (sql: string) => Promise<object[]>;
  /** The folder in which the tables will be, once `useDisk` is done. */
  disk: string;
  /** Puts the tables that are made from now on into that folder. */
  useDisk: () => Promise<unknown>;
  /** Another account of the app's database, which may not make tables. */
  restricted: () => Promise<string>;
}

/** What tables bring with them, beyond what every store has. */
export function sqlContract(subject: StoreUnderTest): void {
  describe(`${subject.title}: its tables`, () => {
    const bed = testBed(subject);

    const setUp = (app: string, env: Record<string, string>) =>
      promisify(execFile)(process.execPath, ["src/store-setup.js"], {
        cwd: app,
        env: childEnvironment([], { ...env, SESSION_SECRET: "k4".repeat(20) }),
      });

    test("store:setup makes them, says so, and does no harm twice", async (context) => {
      const { app, server } = await bed(context);
      const all = Array.from({ length: 4 }, () => setUp(app, server.env()));
      const said = (await Promise.all(all)).map(({ stdout }) => stdout);
      expect(said.join("")).toContain("Made the table");
      const again = await setUp(app, server.env());
      expect(again.stdout).toMatch(/^The tables? .* there already\.\n$/);
    });

    test("store:setup says what is wrong, without the password", async (context) => {
      const { app, server } = await bed(context);
      const { DATABASE_URL = "" } = server.env();
      const wrong = { DATABASE_URL: DATABASE_URL.replace("secret", "wr0ng") };
      const failed = setUp(app, wrong).catch((error: unknown) => error);
      const { code, stderr } = (await failed) as {
        code: number;
        stderr: string;
      };
      expect(code).toBe(1);
      expect(stderr).toMatch(/^error: .+\n$/);
      expect(stderr).not.toContain("wr0ng");
    });

    test("they are made anew when they go while the app runs", async (context) => {
      const { app, server } = await bed(context);
      const running = await startScript(app, "start", { env: server.env() });
      await serves(running.url());
      await (server as SqlServer).admin("DROP TABLE express_sessions");
      const { status } = await visitor(running.url()).get("/");
      expect(status).toBe(200);
      expect(running.output()).toMatch(/^Server running on \S+\n$/);
      expect(await running.stop()).toBe(0);
    });

    test("an app that may not make them serves with those that are there", async (context) => {
      const { app, server } = await bed(context);
      await setUp(app, server.env());
      const url = await (server as SqlServer).restricted();
      const env = { DATABASE_URL: url };
      const running = await startScript(app, "start", { env });
      await serves(running.url());
      const { get } = visitor(running.url());
      await get("/");
      expect(viewsOf((await get("/")).text)).toBe(2);
      expect(running.output()).toMatch(/^Server running on \S+\n$/);
      expect(await running.stop()).toBe(0);
    });

    test("times are kept to the millisecond", async (context) => {
      const { app, server } = await bed(context);
      const { openTable } = await storeModule(app, server.env());
      const table = openTable(settings);
      onTestFinished(() => table.close());
      const expiresAt = Date.now() + 123_457;
      const key = randomUUID();
      await table.create(key, { data: "{}", expiresAt });
      expect((await table.read(key))?.expiresAt).toBe(expiresAt);
    });

    test("several instances prune together, and only what has expired", async (context) => {
      const { app, server } = await bed(context);
      const { openTable } = await storeModule(app, server.env());
      const quick = { ...settings, storeTimeout: 5_000, idle: 200 };
      const tables = Array.from({ length: 3 }, () => openTable(quick));
      onTestFinished(async () => {
        await Promise.all(tables.map((table) => table.close()));
      });
      const [table] = tables;
      await table?.ping();
      const live = randomUUID();
      await table?.create(live, {
        data: "{}",
        expiresAt: Date.now() + 60_000,
      });
      const expired = Array.from({ length: 2_000 }, async (_, n) => {
        await tables[n % 3]?.create(`expired ${n}`, {
          data: "{}",
          expiresAt: Date.now() + 300,
        });
      });
      await Promise.all(expired);
      await sleep(3_000);
      const dump = await server.dump();
      expect(dump).not.toContain("expired ");
      expect(dump).toContain(live);
    });
  });

  describe(`${subject.title}: a full disk`, () => {
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
      const statuses = new Set<number>();
      for (let tries = 0; tries < 2_000 && statuses.size < 2; tries++) {
        statuses.add((await visitor(url).get("/")).status);
      }
      expect([...statuses].at(-1)).toBe(503);
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
