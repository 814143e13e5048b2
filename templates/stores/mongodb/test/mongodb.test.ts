import assert from "node:assert/strict";
import { test } from "node:test";
import { runServer } from "./running-app.js";

test("SETTINGS-7 without the address of the server the app does not start", async () => {
  const { ended, output } = runServer({ MONGODB_URL: "localhost" });
  const [code] = await ended;
  assert.match(output(), /^error: MONGODB_URL must be .*\.$/m);
  assert.equal(code, 1);
});
