import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import Database from "libsql";
import { openTable } from "../src/session-store.js";
import { readSettings } from "../src/settings.js";
import { startApp, variables } from "./running-app.js";
import { startSession } from "./start-session.js";

test("OPS-15 sessions survive a restart", async () => {
  assert.equal(await viewsAfter("SIGTERM"), 2);
});

test("OPS-16 and the sudden death of the app", async () => {
  assert.equal(await viewsAfter("SIGKILL"), 2);
});

test("TIME-4 expired sessions are removed from the file", async () => {
  const env = variables({ SESSION_IDLE: "0.05s" });
  Object.assign(process.env, { SQLITE_FILE: env.SQLITE_FILE });
  const table = openTable(readSettings(env).settings);
  await table.create("expired", { data: "{}", expiresAt: Date.now() - 1 });
  await table.create("current", { data: "{}", expiresAt: Date.now() + 60_000 });
  await setTimeout(200);
  const file = new Database(env.SQLITE_FILE, { readonly: true });
  const rows = file.prepare("SELECT key FROM sessions").all();
  file.close();
  await table.close();
  assert.deepEqual(rows, [{ key: "current" }]);
});

async function viewsAfter(signal) {
  const same = variables();
  const before = await startApp(same);
  const visitor = before.visitor();
  await startSession(visitor);
  before.child.kill(signal);
  await before.ended;
  const after = await startApp(same);
  return (await after.visitor(visitor.cookie).get("/")).views;
}
