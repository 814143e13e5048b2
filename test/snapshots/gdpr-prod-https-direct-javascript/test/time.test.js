import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { startApp } from "./running-app.js";
import { startSession } from "./start-session.js";

const idleLimit = await startApp({ SESSION_IDLE: "2s" });
const lifetimeLimit = await startApp({ SESSION_LIFETIME: "2s" });

// The visitors replay their cookie: it is the server that ends the session, not the browser.
describe("TIME", { concurrency: true }, () => {
  test("TIME-1 without a visit a session ends after the idle time", async () => {
    const visitor = idleLimit.visitor();
    await startSession(visitor);
    await setTimeout(2_400);
    assert.equal((await visitor.get("/")).views, 1);
  });

  test("TIME-2 each visit starts the idle time anew", async () => {
    const visitor = idleLimit.visitor();
    await startSession(visitor);
    for (const views of [2, 3, 4]) {
      await setTimeout(800);
      assert.equal((await visitor.get("/")).views, views);
    }
  });

  test("TIME-3 after its lifetime a session ends, however busy it is", async () => {
    const visitor = lifetimeLimit.visitor();
    await startSession(visitor);
    await setTimeout(1_000);
    assert.equal((await visitor.get("/")).views, 2);
    await setTimeout(1_400);
    assert.equal((await visitor.get("/")).views, 1);
  });
});
