import assert from "node:assert/strict";
import { test } from "node:test";
import { protocol } from "./environment.js";
import { startApp } from "./running-app.js";
import { startSession } from "./start-session.js";

const app = await startApp();

test("CSRF-1 a form on another site is refused", async () => {
  assert.equal(await reset({ "Sec-Fetch-Site": "cross-site" }), 403);
});

test("CSRF-2 so is one on another host of the same domain", async () => {
  assert.equal(await reset({ "Sec-Fetch-Site": "same-site" }), 403);
});

test("CSRF-3 browsers without Fetch Metadata are judged by Origin", async () => {
  assert.equal(await reset({ Origin: "https://evil.example" }), 403);
});

test("CSRF-4 a sender that hides is refused", async () => {
  assert.equal(await reset({ Origin: "null" }), 403);
});

test("CSRF-5 our own forms are welcome", async () => {
  assert.equal(await reset({ "Sec-Fetch-Site": "same-origin" }), 303);
});

test("CSRF-6 so they are from browsers without Fetch Metadata", async () => {
  assert.equal(await reset({ Origin: `${protocol}://localhost:${app.port}` }), 303);
});

test("CSRF-7 so is what comes from no page", async () => {
  assert.equal(await reset({ "Sec-Fetch-Site": "none" }), 303);
  assert.equal(await reset({}), 303);
});

test("CSRF-8 what is refused changes nothing", async () => {
  const visitor = app.visitor();
  await startSession(visitor);
  await visitor.post("/reset", { "Sec-Fetch-Site": "cross-site" });
  assert.equal((await visitor.get("/")).views, 2);
});

test("CSRF-9 a link ends no session", async () => {
  const visitor = app.visitor();
  await startSession(visitor);
  assert.equal((await visitor.get("/reset")).status, 404);
  assert.equal((await visitor.get("/")).views, 2);
});

async function reset(headers: Record<string, string>) {
  return (await app.visitor().post("/reset", headers)).status;
}
