import assert from "node:assert/strict";
import { test } from "node:test";
import { startApp, variables } from "./running-app.js";
import { startSession } from "./start-session.js";

test("OPS-15 sessions survive a restart", async () => {
  assert.equal(await viewsAfter("SIGTERM"), 2);
});

test("OPS-16 and the sudden death of the app", async () => {
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
