import assert from "node:assert/strict";
import { test } from "node:test";
import { startApp } from "./running-app.js";
import { startSession } from "./start-session.js";

const app = await startApp({ TRUST_PROXY: "1" });
const untrusting = await startApp({ TRUST_PROXY: "0" });
const byHttp = { "X-Forwarded-Proto": "http" };

test("TLS-2 behind the proxy the Secure cookie is set", async () => {
  assert.match((await startSession(app.visitor())).setCookie, /; Secure/);
});

test("TLS-3 a forged X-Forwarded-Proto of somebody who is not the proxy changes nothing", async () => {
  assert.equal((await startSession(untrusting.visitor())).setCookie, "");
});

test("TLS-4 a visitor by HTTP gets the page, but no cookie", async () => {
  const { status, setCookie, views } = await app.visitor().get("/", byHttp);
  assert.deepEqual({ status, setCookie, views }, { status: 200, setCookie: "", views: 1 });
});

test("TLS-5 the log says once why there is no cookie, and what to change", async () => {
  const app = await startApp({ TRUST_PROXY: "0" });
  for (const _ of [1, 2, 3]) await startSession(app.visitor());
  assert.equal(app.output().split("No session cookie was set").length, 2);
  assert.match(app.output(), /No session cookie .* X-Forwarded-Proto.* TRUST_PROXY/);
});
