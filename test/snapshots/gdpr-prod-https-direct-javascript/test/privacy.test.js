import assert from "node:assert/strict";
import { test } from "node:test";
import { serveHere } from "./app-here.js";
import { startApp } from "./running-app.js";

const app = await startApp();
const pages = ["/", "/?refused", "/privacy", "/session", "/nowhere", "/assets/style.css", "/livez"];
const forms = ["/reset", "/consent/refuse", "/consent/withdraw", "/nowhere"];

test("PRIV-1 before consent there is no cookie, on any route", async () => {
  const visitor = app.visitor();
  for (const path of pages) assert.equal((await visitor.get(path)).setCookie, "", path);
  for (const path of forms) assert.equal((await visitor.post(path)).setCookie, "", path);
});

test("PRIV-2 nor is anything stored", async (t) => {
  const here = await serveHere(t);
  const calls = [];
  here.intercept = (method, call) => {
    calls.push(method);
    return call();
  };
  const visitor = here.visitor();
  for (const path of pages) await visitor.get(path);
  for (const path of forms) await visitor.post(path);
  assert.ok(!calls.includes("create"));
});

test("PRIV-3 the page works without", async () => {
  const visitor = app.visitor();
  for (const visit of [1, 2]) {
    const { status, views } = await visitor.get("/");
    assert.deepEqual({ status, views }, { status: 200, views: 1 }, `visit ${visit}`);
  }
});

test("PRIV-4 consent starts the session", async () => {
  const visitor = app.visitor();
  const { status, headers } = await visitor.post("/consent");
  assert.deepEqual([status, headers.location], [303, "/"]);
  assert.notEqual(visitor.cookie, "");
  assert.equal((await visitor.get("/")).views, 1);
  assert.equal((await visitor.get("/")).views, 2);
});

test("PRIV-5 to refuse takes one click, as to agree does", async () => {
  const { body } = await app.visitor().get("/");
  for (const action of ["/consent", "/consent/refuse"]) {
    assert.ok(body.includes(`<form method="post" action="${action}"><button>`), action);
  }
  assert.equal((await app.visitor().post("/consent/refuse")).status, 303);
});

test("PRIV-6 withdrawing ends the session and removes the cookie", async () => {
  const visitor = app.visitor();
  await visitor.post("/consent");
  const before = app.visitor(visitor.cookie);
  await visitor.post("/consent/withdraw");
  assert.equal(visitor.cookie, "");
  assert.match((await before.get("/")).body, /You are not counted/);
});

test("PRIV-7 the privacy page lists exactly the cookies that are sent", async () => {
  const visitor = app.visitor();
  const sent = [await visitor.post("/consent"), await visitor.get("/")].flatMap(
    ({ headers }) => headers["set-cookie"] ?? [],
  );
  const { body } = await visitor.get("/privacy");
  const listed = [...body.matchAll(/<td><code>(.*?)<\/code><\/td>/g)].map(([, name]) => name);
  assert.deepEqual(listed, [...new Set(sent.map((cookie) => cookie.split("=")[0]))]);
});
