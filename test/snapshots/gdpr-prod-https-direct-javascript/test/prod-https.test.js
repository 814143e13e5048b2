import assert from "node:assert/strict";
import { test } from "node:test";
import { startApp } from "./running-app.js";
import { startSession } from "./start-session.js";

const app = await startApp();
const { setCookie, headers } = await startSession(app.visitor());

test("COOKIE-14 no other host can plant the cookie: its name begins with __Host-", () => {
  assert.match(setCookie, /^__Host-[\w-]+=/);
});

test("COOKIE-15 it never travels unencrypted", () => {
  assert.match(setCookie, /; Secure/);
});

test("HEADERS-8 browsers come by HTTPS for a year", async () => {
  const [, seconds] = /max-age=(\d+)/.exec(String(headers["strict-transport-security"])) ?? [];
  assert.ok(Number(seconds) >= 31_536_000);
});

test("TOKEN-11 the page that shows the session is not there", async () => {
  assert.equal((await app.visitor().get("/session")).status, 404);
});
