import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { openDatabase } from "../src/database.js";
import { openTable } from "../src/session-store.js";
import { readSettings } from "../src/settings.js";
import { runServer, variables } from "./running-app.js";

test("SETTINGS-7 without the address of its database the app does not start", async () => {
  const { ended, output } = runServer({ DATABASE_URL: "localhost" });
  const [code] = await ended;
  assert.match(output(), /^error: DATABASE_URL must be .*\.$/m);
  assert.equal(code, 1);
});

test("TIME-4 expired sessions are removed from the table", async () => {
  const { settings } = readSettings(variables({ SESSION_IDLE: "0.05s" }));
  const table = openTable(settings);
  const [expired, current] = [randomUUID(), randomUUID()];
  await table.create(expired, { data: "{}", expiresAt: Date.now() - 1 });
  await table.create(current, { data: "{}", expiresAt: Date.now() + 60_000 });
  await setTimeout(500);
  const { run, end } = openDatabase(5_000);
  const sql = "SELECT id FROM express_sessions WHERE id IN ($1, $2)";
  const { rows } = await run(sql, [expired, current]);
  await end();
  await table.remove(current);
  await table.close();
  assert.deepEqual(rows.map(Object.values), [[current]]);
});
