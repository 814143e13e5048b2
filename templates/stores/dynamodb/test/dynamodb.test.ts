import assert from "node:assert/strict";
import { test } from "node:test";
import { runServer } from "./running-app.js";

test("SETTINGS-7 without the name of its table the app does not start", async () => {
  const { ended, output } = runServer({ DYNAMODB_TABLE: "?" });
  const [code] = await ended;
  assert.match(output(), /^error: DYNAMODB_TABLE must be .*\.$/m);
  assert.equal(code, 1);
});
