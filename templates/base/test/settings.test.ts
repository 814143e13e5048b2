import assert from "node:assert/strict";
import { test } from "node:test";
import { runServer } from "./running-app.js";

test("SETTINGS-1 without a secret the app does not start", async () => {
  await assertRefused({ SESSION_SECRET: "" }, /^error: SESSION_SECRET must be .*\.$/m);
});

test("SETTINGS-2 nor with a short one", async () => {
  await assertRefused({ SESSION_SECRET: "9b0f7c" }, /^error: SESSION_SECRET must be .*\.$/m);
});

test("SETTINGS-3 nor with a placeholder", async () => {
  const changes = { SESSION_SECRET: "change-me-to-something-long-and-random" };
  await assertRefused(changes, /^error: SESSION_SECRET .* placeholder .*\.$/m);
});

test("SETTINGS-4 an unknown environment is not guessed", async () => {
  await assertRefused({ ENVIRONMENT: "production" }, /^error: ENVIRONMENT must be .*\.$/m);
});

test("SETTINGS-5 nor is a time without a unit", async () => {
  await assertRefused({ SESSION_IDLE: "30" }, /^error: SESSION_IDLE must be .*\.$/m);
});

test("SETTINGS-6 all that is wrong is said at once", async () => {
  const changes = { SESSION_LIFETIME: "long", TRUST_PROXY: "yes" };
  await assertRefused(changes, /^error: SESSION_LIFETIME .*\n(.*\n)*error: TRUST_PROXY /m);
});

async function assertRefused(changes: Record<string, string>, sentence: RegExp): Promise<void> {
  const { child, ended, output } = runServer(changes);
  child.stdout.once("data", () => child.kill()); // it runs
  const [code] = await ended;
  assert.match(output(), sentence);
  assert.doesNotMatch(output(), /Server running/);
  assert.equal(code, 1);
}
