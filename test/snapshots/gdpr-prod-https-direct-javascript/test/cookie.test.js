import assert from "node:assert/strict";
import { test } from "node:test";
import { startApp } from "./running-app.js";
import { startSession } from "./start-session.js";

const app = await startApp();
const { setCookie } = await startSession(app.visitor());

test("COOKIE-1 scripts cannot read the cookie", () => {
  assert.match(setCookie, /; HttpOnly/);
});

test("COOKIE-2 forms on other sites are sent without it", () => {
  assert.match(setCookie, /; SameSite=Lax/);
});

test("COOKIE-3 it belongs to the whole app and to this host alone", () => {
  assert.match(setCookie, /; Path=\/(;|$)/);
  assert.doesNotMatch(setCookie, /Domain/i);
});

test("COOKIE-4 it goes when the browser closes", () => {
  assert.notEqual(setCookie, "");
  assert.doesNotMatch(setCookie, /Expires|Max-Age/i);
});

test("COOKIE-5 health checks set none", async () => {
  assert.equal((await app.visitor().get("/livez")).setCookie, "");
  assert.equal((await app.visitor().get("/readyz")).setCookie, "");
});

test("COOKIE-6 static files set none", async () => {
  const { status, setCookie } = await app.visitor().get("/assets/style.css");
  assert.deepEqual({ status, setCookie }, { status: 200, setCookie: "" });
});

test("COOKIE-7 a page that does not exist sets none", async () => {
  const { status, setCookie } = await app.visitor().get("/nowhere");
  assert.deepEqual({ status, setCookie }, { status: 404, setCookie: "" });
});

test("COOKIE-8 OPTIONS sets none", async () => {
  assert.equal((await app.visitor().send("OPTIONS", "/")).setCookie, "");
});

test("COOKIE-9 a redirect sets none", async () => {
  const { status, setCookie } = await app.visitor().post("/reset");
  assert.deepEqual({ status, setCookie }, { status: 303, setCookie: "" });
});

test("COOKIE-10 nobody on the way keeps a page of a session", async () => {
  const { headers } = await app.visitor().get("/");
  assert.equal(headers["cache-control"], "no-store");
});

test("COOKIE-11 with it, a visitor is known again", async () => {
  const visitor = app.visitor();
  await startSession(visitor);
  assert.equal((await visitor.get("/")).views, 2);
  assert.equal((await visitor.get("/")).views, 3);
});
