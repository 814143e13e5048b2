import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { openTable } from "../src/session-store.js";
import { readSettings } from "../src/settings.js";
import { runServer, variables } from "./running-app.js";

const { settings } = readSettings(variables({ SESSION_IDLE: "0.05s" }));
const keys = (count: number) => Array.from({ length: count }, (_, key) => String(key));

test("OPS-17 a crowd of strangers does not fill the memory", async (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  const table = openTable(settings);
  const session = { data: "{}", expiresAt: Date.now() + 60_000 };
  for (const key of keys(100_001)) await table.create(key, session);
  assert.equal(await table.read("0"), undefined); // the oldest made room
  assert.deepEqual(await table.read("100000"), session);
  assert.equal(warn.mock.callCount(), 1);
});

test("TIME-4 expired sessions are removed from the memory", async (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  const table = openTable(settings);
  const expiresAt = Date.now() - 1;
  for (const key of keys(100_000)) await table.create(key, { data: "{}", expiresAt });
  await setTimeout(200);
  await table.create("another", { data: "{}", expiresAt });
  assert.equal(warn.mock.callCount(), 0); // there was room
});

test("SETTINGS-7 the app does not start with prod-https, where a restart would lose all", async () => {
  const { child, ended, output } = runServer({ ENVIRONMENT: "prod-https" });
  child.stdout.once("data", () => child.kill()); // it runs
  const [code] = await ended;
  assert.match(output(), /^error: ENVIRONMENT must not be prod-https: .*\.$/m);
  assert.equal(code, 1);
});
