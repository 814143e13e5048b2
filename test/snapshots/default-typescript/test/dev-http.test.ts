import assert from "node:assert/strict";
import { test } from "node:test";
import { startApp } from "./running-app.js";
import { startSession } from "./start-session.js";

const app = await startApp();
const { setCookie, headers } = await startSession(app.visitor());

test("COOKIE-12 the cookie has the app's own name, because all apps on localhost share cookies", () => {
  assert.equal(setCookie.split("=")[0], "my-app.sid");
});

test("COOKIE-13 it is not Secure: over HTTP browsers would drop it", () => {
  assert.notEqual(setCookie, "");
  assert.doesNotMatch(setCookie, /Secure/i);
});

test("HEADERS-7 no HSTS: it would break all of localhost", () => {
  assert.equal(headers["strict-transport-security"], undefined);
});

test("TLS-1 a forged X-Forwarded-Proto changes nothing", async () => {
  const forged = { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example" };
  const { status } = await app
    .visitor()
    .post("/reset", { ...forged, Origin: "https://evil.example" });
  assert.equal(status, 403);
});
