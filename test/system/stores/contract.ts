import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { node, runProgram } from "../child-programs.ts";
import { startScript } from "../running-app.ts";
import { visitor } from "../visitor.ts";
import { lockContract } from "./lock-contract.ts";
import {
  settings,
  type StoreUnderTest,
  type TestBed,
} from "./store-under-test.ts";
import { tableContract } from "./table-contract.ts";

/** What every server store keeps, whatever its server: the table by itself, and apps on it. */
export function storeContract(subject: StoreUnderTest, bed: TestBed): void {
  describe(`${subject.title} keeps the contract`, () => {
    tableContract(subject, bed);
    lockContract(bed);
    processContract(bed);
    appContract(bed);
  });
}

function processContract(bed: TestBed): void {
  test("a table that is closed while it connects lets the process end", async (context) => {
    const { app: cwd, server } = await bed(context);
    const script = `
      const { openTable } = await import("./src/session-store.js");
      for (let delay = 0; delay < 20; delay += 2) {
        const table = openTable(${JSON.stringify(settings)});
        if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay / 4));
        await table.close();
      }
      console.log("closed");`;
    const words = ["--input-type=module", "--eval", script];
    const options = { cwd, env: server.env(), timeout: 10_000 };
    expect(await runProgram(node, words, options)).toEqual({
      code: 0,
      output: "closed",
    });
  });
}

function appContract(bed: TestBed): void {
  test("apps: the store knows hashed ids only, and forgets whom it shall", async (context) => {
    const { app, server } = await bed(context);
    const running = await startScript(app, "start", { env: server.env() });
    const { get, post, cookies } = visitor(running.url());
    await serves(running.url());
    await get("/");
    await get("/");
    const id = idIn(cookies);
    const key = createHash("sha256").update(id).digest("base64url");
    const dump = await server.dump();
    expect(id.length).toBeGreaterThan(20);
    expect([key, id].map((text) => dump.includes(text))).toEqual([true, false]);
    await post("/reset");
    // Its lock may go a moment after the answer came.
    const isGone = async () => !(await server.dump()).includes(key);
    await expect.poll(isGone).toBe(true);
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
