import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { openDatabase } from "../src/database.js";
import { openTable } from "../src/session-store.js";
import { readSettings } from "../src/settings.js";
import { runServer, startApp, variables } from "./running-app.js";
import { startSession } from "./start-session.js";

process.env.DATABASE_URL ||= "mysql://sessions:sessions@127.0.0.1:3306/sessions";
const skip = (await isThere()) ? false : "no MySQL or MariaDB: start one, or set DATABASE_URL";

test("SETTINGS-7 without the address of its database the app does not start", async () => {
  const { ended, output } = runServer({ DATABASE_URL: "localhost" });
  const [code] = await ended;
  assert.match(output(), /^error: DATABASE_URL must be .*\.$/m);
  assert.equal(code, 1);
});

test("TIME-4 expired sessions are removed from the table", { skip }, async () => {
  const { settings } = readSettings(variables({ SESSION_IDLE: "0.05s" }));
  const table = openTable(settings);
  const [expired, current] = [randomUUID(), randomUUID()];
  await table.create(expired, { data: "{}", expiresAt: Date.now() - 1 });
  await table.create(current, { data: "{}", expiresAt: Date.now() + 60_000 });
  await setTimeout(500);
  const { run, end } = openDatabase(5_000);
  const sql = "SELECT id FROM express_sessions WHERE id IN (?, ?)";
  const rows = await run<{ id: string }[]>(sql, [expired, current]);
  await end();
  await table.remove(current);
  await table.close();
  assert.deepEqual(rows.map(Object.values), [[current]]);
});

test("OPS-15 sessions survive a restart", { skip }, async () => {
  assert.equal(await viewsAfter("SIGTERM"), 2);
});

test("OPS-16 and the sudden death of the app", { skip }, async () => {
  assert.equal(await viewsAfter("SIGKILL"), 2);
});

async function viewsAfter(signal: NodeJS.Signals) {
  const same = variables();
  const before = await startApp(same);
  const visitor = before.visitor();
  await startSession(visitor);
  before.child.kill(signal);
  await before.ended;
  const after = await startApp(same);
  return (await after.visitor(visitor.cookie).get("/")).views;
}

/** Asks for some seconds. */
async function isThere(): Promise<boolean> {
  const table = openTable(readSettings(variables()).settings);
  try {
    for (let tries = 0; tries < 10; tries++) {
      const isUp = await table.ping().then(
        () => true,
        () => false,
      );
      if (isUp) return true;
      await setTimeout(200);
    }
    return false;
  } finally {
    await table.close();
  }
}
