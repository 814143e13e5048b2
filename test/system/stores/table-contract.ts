import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { data, inAMinute, newKey, tableTests } from "./opened-tables.ts";
import type { StoreUnderTest, TestBed } from "./store-under-test.ts";

/** What the table of a store keeps, by itself. */
export function tableContract(
  { prunesWithin }: StoreUnderTest,
  bed: TestBed,
): void {
  const tableTest = tableTests(bed);

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
    async ({ table, other }) => {
      const key = newKey();
      await table.create(key, { data, expiresAt: inAMinute() });
      expect((await other.read(key))?.data).toBe(data);
      await table.remove(key);
      await other.update(key, { data, expiresAt: inAMinute() });
      await other.extend(key, inAMinute());
      expect((await table.read(key)) ?? undefined).toBeUndefined();
      await table.remove(key); // twice is no error
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

  if (prunesWithin !== undefined)
    tableTest("an expired row goes by itself", async ({ server, table }) => {
      const key = newKey();
      await table.create(key, { data, expiresAt: Date.now() + 1_200 });
      expect(await server.dump()).toContain(key);
      await sleep(1_300 + prunesWithin);
      expect(await server.dump()).not.toContain(key);
    });
}
