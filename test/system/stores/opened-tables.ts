import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished, test, type TestContext } from "vitest";
import {
  settings,
  storeModule,
  type Table,
  type TestBed,
} from "./store-under-test.ts";

/** Opens a store for one test as often as instances of an app would; all are closed with the test. */
export async function openTables(
  bed: TestBed,
  context: TestContext,
  count = 1,
) {
  const { app, server } = await bed(context);
  const { openTable } = await storeModule(app, server.env());
  const tables = Array.from({ length: count }, () => openTable(settings));
  onTestFinished(async () => {
    // A test may have closed one already.
    await Promise.allSettled(tables.map((table) => table.close()));
  });
  await Promise.all(tables.map(ready));
  return { server, tables, table: tables[0]!, other: tables[1] ?? tables[0]! };
}

type Opened = Awaited<ReturnType<typeof openTables>>;

/** Makes tests of a store that is open once, or several times. */
export function tableTests(bed: TestBed) {
  return (title: string, run: (opened: Opened) => Promise<void>, count = 1) =>
    test(title, async (context) => run(await openTables(bed, context, count)));
}

export const data = JSON.stringify({
  createdAt: 1,
  text: "ä 𝄞 ' \" \\ % \0 \n",
});
export const inAMinute = () => Date.now() + 60_000;

let keys = 0;
/** As guarded-store.ts makes them. */
export function newKey(): string {
  const text = `${process.pid} ${Date.now()} ${keys++}`;
  return createHash("sha256").update(text).digest("base64url");
}

async function ready(table: Table): Promise<void> {
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
