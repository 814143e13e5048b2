import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { childEnvironment } from "../child-programs.ts";
import { startScript } from "../running-app.ts";
import { visitor } from "../visitor.ts";
import { serves, viewsOf } from "./contract.ts";
import { fullDiskContract } from "./full-disk-contract.ts";
import {
  settings,
  storeModule,
  type SqlServer,
  type StoreUnderTest,
  type TestBed,
} from "./store-under-test.ts";

/** What tables bring with them, beyond what every store has. */
export function sqlContract(subject: StoreUnderTest, bed: TestBed): void {
  describe(`${subject.title}: its tables`, () => {
    const setUp = (app: string, env: Record<string, string>) =>
      promisify(execFile)(process.execPath, ["src/store-setup.js"], {
        cwd: app,
        env: childEnvironment([], { ...env, SESSION_SECRET: "k4".repeat(20) }),
      });

    test("store:setup makes them, says so, and does no harm twice", async (context) => {
      const { app, server } = await bed(context);
      await (server as SqlServer).admin(
        "DROP TABLE IF EXISTS express_sessions",
      );
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

  fullDiskContract(subject);
}
