import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import type { TestContext } from "vitest";
import { startScript } from "../running-app.ts";
import { visitor } from "../visitor.ts";
import {
  settings,
  storeModule,
  type StoreUnderTest,
  testBed,
} from "./store-under-test.ts";

/** What every server store keeps, whatever its server: the table by itself, and apps on it. */
export function storeContract(subject: StoreUnderTest): void {
  describe(`${subject.title} keeps the contract`, () => {
    const bed = testBed(subject);

    async function openTables(context: TestContext, count = 1) {
      const { app, server } = await bed(context);
      const { openTable } = await storeModule(app, server.env());
      const tables = Array.from({ length: count }, () => openTable(settings));
      onTestFinished(async () => {
        await Promise.all(tables.map((table) => table.close()));
      });
      await Promise.all(tables.map(ready));
      return { server, tables, table: tables[0]! };
    }

    const tableTest = (
      title: string,
      run: (opened: Awaited<ReturnType<typeof openTables>>) => Promise<void>,
      count = 1,
    ) => test(title, async (context) => run(await openTables(context, count)));

    // First, while the server is still empty.
    tableTest(
      "instances that start at once set it up together",
      async ({ tables }) => {
        for (const table of tables) {
          await expect(table.ping()).resolves.toBeUndefined();
        }
      },
      6,
    );

    tableTest("create, then read", async ({ table }) => {
      const [key, session] = [newKey(), { data, expiresAt: inAMinute() }];
      await table.create(key, session);
      const found = await table.read(key);
      expect(found?.data).toBe(data);
      const off = (found?.expiresAt ?? 0) - session.expiresAt;
      expect(Math.abs(off)).toBeLessThanOrEqual(1_000);
    });

    tableTest("50 kB are kept as they are", async ({ table }) => {
      const key = newKey();
      const long = JSON.stringify({ text: "ä𝄞\\'\"\0%\n".repeat(4_000) });
      await table.create(key, { data: long, expiresAt: inAMinute() });
      expect((await table.read(key))?.data).toBe(long);
    });

    tableTest("an unknown key reads as nothing", async ({ table }) => {
      expect((await table.read(newKey())) ?? undefined).toBeUndefined();
    });

    tableTest("update replaces", async ({ table }) => {
      const key = newKey();
      await table.create(key, { data, expiresAt: inAMinute() });
      await table.update(key, { data: "{}", expiresAt: inAMinute() });
      expect((await table.read(key))?.data).toBe("{}");
    });

    tableTest(
      "what one instance removed, another's update and extend do not bring back",
      async ({ tables: [one, other] }) => {
        const key = newKey();
        await one!.create(key, { data, expiresAt: inAMinute() });
        expect((await other!.read(key))?.data).toBe(data);
        await one!.remove(key);
        await other!.update(key, { data, expiresAt: inAMinute() });
        await other!.extend(key, inAMinute());
        expect((await one!.read(key)) ?? undefined).toBeUndefined();
        await one!.remove(key); // twice is no error
      },
      2,
    );

    tableTest("extend lets it live on", async ({ table }) => {
      const key = newKey();
      await table.create(key, { data, expiresAt: Date.now() + 1_200 });
      await table.extend(key, inAMinute());
      await sleep(2_500);
      expect((await table.read(key))?.data).toBe(data);
    });

    tableTest("an expired row is never read", async ({ table }) => {
      const [created, updated, extended] = [newKey(), newKey(), newKey()];
      const soon = Date.now() + 1_200;
      await table.create(created, { data, expiresAt: soon });
      for (const key of [updated, extended]) {
        await table.create(key, { data, expiresAt: inAMinute() });
      }
      await table.update(updated, { data, expiresAt: soon });
      await table.extend(extended, soon);
      expect((await table.read(created))?.data).toBe(data);
      await sleep(soon - Date.now() + 50);
      for (const key of [created, updated, extended]) {
        expect((await table.read(key)) ?? undefined).toBeUndefined();
      }
    });

    const { prunesWithin } = subject;
    test.skipIf(prunesWithin === undefined)(
      "an expired row goes by itself",
      async (context) => {
        const { server, table } = await openTables(context);
        const key = newKey();
        await table.create(key, { data, expiresAt: Date.now() + 1_200 });
        expect(await server.dump()).toContain(key);
        await sleep(1_300 + prunesWithin!);
        expect(await server.dump()).not.toContain(key);
      },
    );

    tableTest(
      "one of two instances has a lock, and the other gets it after that",
      async ({ tables: [one, other] }) => {
        const key = newKey();
        const unlock = await one!.lock(key);
        expect(unlock).toBeTypeOf("function");
        expect((await other!.lock(key)) ?? undefined).toBeUndefined();
        const elsewhere = await other!.lock(newKey());
        expect(elsewhere).toBeTypeOf("function");
        await elsewhere?.();
        await unlock?.();
        const next = await other!.lock(key);
        expect(next).toBeTypeOf("function");
        await unlock?.(); // a second time: it is another's now
        expect((await one!.lock(key)) ?? undefined).toBeUndefined();
        await next?.();
      },
      2,
    );

    tableTest(
      "only one of many gets a lock",
      async ({ tables }) => {
        const key = newKey();
        const all = await Promise.all(tables.map((table) => table.lock(key)));
        const got = all.filter(Boolean);
        expect(got).toHaveLength(1);
        await got[0]?.();
      },
      4,
    );

    test("the lock of an instance that died is free within 12 s", async (context) => {
      const { app, server } = await bed(context);
      const { openTable } = await storeModule(app, server.env());
      const [dying, other] = [openTable(settings), openTable(settings)];
      onTestFinished(() => other.close());
      await Promise.all([ready(dying), ready(other)]);
      const key = newKey();
      expect(await dying.lock(key)).toBeTypeOf("function");
      await dying.close(); // as far as this process can die
      const begin = Date.now();
      let unlock = await other.lock(key);
      while (!unlock && Date.now() - begin < 12_000) {
        await sleep(100);
        unlock = await other.lock(key);
      }
      expect(unlock).toBeTypeOf("function");
      await unlock?.();
    });

    test("apps: the store knows hashed ids only, and forgets whom it shall", async (context) => {
      const { app, server } = await bed(context);
      const running = await startScript(app, "start", { env: server.env() });
      const { get, post, cookies } = visitor(running.url());
      await serves(running.url());
      await get("/");
      await get("/");
      const id = idIn(cookies);
      const key = createHash("sha256").update(id).digest("base64url");
      const before = await server.dump();
      expect(id.length).toBeGreaterThan(20);
      expect(before).toContain(key);
      expect(before).not.toContain(id);
      await post("/reset");
      expect(await server.dump()).not.toContain(key);
      expect(running.output()).toMatch(/^Server running on \S+\n$/);
      expect(await running.stop()).toBe(0);
    });

    test("apps: two instances count one visitor together", async (context) => {
      const { app, server } = await bed(context);
      const env = server.env();
      const secret = { ...env, SESSION_SECRET: "k4".repeat(20) };
      const one = await startScript(app, "start", { env: secret });
      const other = await startScript(app, "start", { env: secret });
      await Promise.all([serves(one.url()), serves(other.url())]);
      const here = visitor(one.url());
      await here.get("/");
      const there = visitor(other.url());
      for (const pair of here.cookies) there.cookies.set(...pair);
      for (const count of [2, 4, 6]) {
        expect(viewsOf((await there.get("/")).text)).toBe(count);
        expect(viewsOf((await here.get("/")).text)).toBe(count + 1);
      }
      const parallel = Array.from({ length: 20 }, (_, n) =>
        (n % 2 ? here : there).get("/"),
      );
      for (const { status } of await Promise.all(parallel)) {
        expect(status).toBe(200);
      }
      expect(viewsOf((await here.get("/")).text)).toBe(28);
      expect(await one.stop()).toBe(0);
      expect(await other.stop()).toBe(0);
    });
  });
}

const data = JSON.stringify({ createdAt: 1, text: "ä 𝄞 ' \" \\ % \0 \n" });
const inAMinute = () => Date.now() + 60_000;

let keys = 0;
/** As guarded-store.ts makes them. */
function newKey(): string {
  const text = `${process.pid} ${Date.now()} ${keys++}`;
  return createHash("sha256").update(text).digest("base64url");
}

async function ready(table: { ping: () => Promise<void> }): Promise<void> {
  const end = Date.now() + 15_000;
  for (;;) {
    try {
      return await table.ping();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(50);
    }
  }
}

/** Waits until an app has its store. */
export async function serves(url: string, atMost = 15_000): Promise<void> {
  const end = Date.now() + atMost;
  while ((await visitor(url).get("/readyz")).status !== 200) {
    if (Date.now() > end) throw new Error(`not ready after ${atMost} ms`);
    await sleep(50);
  }
}

/** What the counter on a page says. */
export function viewsOf(page: string): number | undefined {
  if (page.includes("This is your first visit.")) return 1;
  const [, views] = /Number of views: (\d+)/.exec(page) ?? [];
  return views ? Number(views) : undefined;
}

function idIn(cookies: Map<string, string>): string {
  const [value = ""] = cookies.values();
  return /^s:(.*)\./.exec(decodeURIComponent(value))?.[1] ?? "";
}
