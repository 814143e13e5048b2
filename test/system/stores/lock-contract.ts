import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { newKey, tableTests } from "./opened-tables.ts";
import type { Table, TestBed } from "./store-under-test.ts";

/** Within that many milliseconds a lock ends by itself: 2 s, and what servers and a busy machine add. */
export const lockEnd = 4_000;

/** How instances keep each other from one session. */
export function lockContract(bed: TestBed): void {
  const tableTest = tableTests(bed);

  tableTest(
    "one of two instances has a lock, and the other gets it after that",
    async ({ table, other }) => {
      const key = newKey();
      const unlock = await table.lock(key);
      expect(unlock).toBeTypeOf("function");
      expect((await other.lock(key)) ?? undefined).toBeUndefined();
      const elsewhere = await other.lock(newKey());
      expect(elsewhere).toBeTypeOf("function");
      await elsewhere?.();
      await unlock?.();
      const next = await other.lock(key);
      expect(next).toBeTypeOf("function");
      await unlock?.(); // a second time: it is another's now
      expect((await table.lock(key)) ?? undefined).toBeUndefined();
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

  tableTest(
    "of many locks that are asked for at one moment each has one owner, and its own session",
    async ({ table, other }) => {
      const keys = Array.from({ length: 60 }, newKey);
      const expiresAt = Date.now() + 60_000;
      await Promise.all(
        keys.map((key) => table.create(key, { data: `of ${key}`, expiresAt })),
      );
      for (let round = 0; round < 5; round++) {
        const [ours, theirs] = await Promise.all([
          Promise.all(keys.map((key) => table.lock(key))),
          Promise.all(keys.toReversed().map((key) => other.lock(key))),
        ]);
        theirs.reverse();
        for (const [at] of keys.entries()) {
          expect([ours[at], theirs[at]].filter(Boolean)).toHaveLength(1);
        }
        const found = await Promise.all(
          keys.map((key, at) => (ours[at] ? table : other).read(key)),
        );
        expect(found.map((session) => session?.data)).toEqual(
          keys.map((key) => `of ${key}`),
        );
        await Promise.all(
          [...ours, ...theirs].map(async (unlock) => unlock?.()),
        );
      }
      expect(await table.read(newKey())).toBeUndefined();
    },
    2,
  );

  tableTest(
    "what another instance wrote is read after its unlocking",
    async ({ table, other }) => {
      const key = newKey();
      const expiresAt = Date.now() + 60_000;
      await table.create(key, { data: "0", expiresAt });
      for (let turn = 1; turn <= 20; turn++) {
        const mine = turn % 2 ? table : other;
        const unlock = await lockWithin(lockEnd, mine, key);
        const found = await mine.read(key);
        expect(found?.data).toBe(String(turn - 1));
        await mine.update(key, { data: String(turn), expiresAt });
        expect((await mine.read(key))?.data).toBe(String(turn));
        await unlock?.();
      }
    },
    2,
  );

  tableTest(
    "the lock of an instance that died is soon free",
    async ({ table, other }) => {
      const key = newKey();
      expect(await table.lock(key)).toBeTypeOf("function");
      await table.close(); // as far as this process can die
      const begin = Date.now();
      const unlock = await lockWithin(lockEnd, other, key);
      expect(unlock).toBeTypeOf("function");
      expect(Date.now() - begin).toBeLessThan(lockEnd);
      await unlock?.();
    },
    2,
  );

  tableTest(
    "what an instance has it can take again, and only the last unlocking counts",
    async ({ table, other }) => {
      const key = newKey();
      const first = await table.lock(key);
      await sleep(1_000);
      const last = (await table.lock(key)) ?? first;
      if (last !== first) await first?.();
      await sleep(1_500); // longer than the first alone would have lasted
      expect((await other.lock(key)) ?? undefined).toBeUndefined();
      await last?.();
      const next = await other.lock(key);
      expect(next).toBeTypeOf("function");
      await next?.();
    },
    2,
  );
}

async function lockWithin(time: number, table: Table, key: string) {
  const end = Date.now() + time;
  let unlock = await table.lock(key);
  while (!unlock && Date.now() < end) {
    await sleep(50);
    unlock = await table.lock(key);
  }
  return unlock;
}
