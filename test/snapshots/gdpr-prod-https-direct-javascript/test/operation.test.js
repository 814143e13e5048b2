import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { serveHere } from "./app-here.js";
import { startApp } from "./running-app.js";
import { startSession } from "./start-session.js";
import { idIn } from "./visitor.js";

const frozen = () => new Promise(() => {});
const down = () => Promise.reject(new Error("no connection"));
const writesFail = (method, call) => (["create", "update"].includes(method) ? down() : call());

test("OPS-1 while the store is frozen, a visitor is soon told to try again", async (t) => {
  const app = await serveHere(t); // with a STORE_TIMEOUT of 0.5 s
  const visitor = app.visitor();
  await startSession(visitor);
  app.intercept = frozen;
  const begin = Date.now();
  const { status, headers } = await visitor.get("/");
  assert.ok(Date.now() - begin < 1_000);
  assert.equal(status, 503);
  assert.match(String(headers["retry-after"]), /^\d+$/);
});

test("OPS-2 so it is while the store is down", async (t) => {
  const app = await serveHere(t);
  const visitor = app.visitor();
  await startSession(visitor);
  app.intercept = down;
  const { status, headers } = await visitor.get("/");
  assert.equal(status, 503);
  assert.match(String(headers["retry-after"]), /^\d+$/);
});

test("OPS-3 /livez does not depend on the store", async (t) => {
  const app = await serveHere(t);
  const visitor = app.visitor();
  await startSession(visitor);
  app.intercept = down;
  assert.equal((await visitor.get("/livez")).status, 200);
});

test("OPS-4 /readyz does", async (t) => {
  const app = await serveHere(t);
  assert.equal((await app.visitor().get("/readyz")).status, 200);
  app.intercept = frozen;
  assert.equal((await app.visitor().get("/readyz")).status, 503);
});

test("OPS-5 it recovers by itself, and the session is still there", async (t) => {
  const app = await serveHere(t);
  const visitor = app.visitor();
  await startSession(visitor);
  const { intercept } = app;
  app.intercept = down;
  await visitor.get("/");
  app.intercept = intercept;
  await setTimeout(500);
  assert.equal((await visitor.get("/")).views, 2);
});

test("OPS-6 what could not be saved is not reported as success", async (t) => {
  const app = await serveHere(t);
  const visitor = app.visitor();
  await startSession(visitor);
  app.intercept = writesFail;
  assert.equal((await visitor.get("/")).status, 503);
});

test("OPS-7 a session that could not be saved brings no cookie", async (t) => {
  const app = await serveHere(t);
  app.intercept = writesFail;
  const { status, setCookie } = await startSession(app.visitor());
  assert.deepEqual({ status, setCookie }, { status: 503, setCookie: "" });
});

test("OPS-8 parallel visits of one session lose no count", async (t) => {
  const app = await serveHere(t);
  const visitor = app.visitor();
  await startSession(visitor);
  app.intercept = async (_method, call) => {
    await setTimeout(5); // as long as a store on another machine takes
    return call();
  };
  await Promise.all(Array.from({ length: 20 }, () => visitor.get("/")));
  assert.equal((await visitor.get("/")).views, 22);
});

test("OPS-9 a visitor sees no stack", async (t) => {
  const app = await serveHere(t);
  const visitor = app.visitor();
  await startSession(visitor);
  const noJson = { data: "this is no JSON" };
  app.intercept = async (method, call) => (method === "read" ? noJson : call());
  const { status, body } = await visitor.get("/");
  assert.equal(status, 500);
  assert.doesNotMatch(body, /SyntaxError|JSON|at .*\.[jt]s/);
});

test("OPS-10 who reads the store learns no id", async (t) => {
  const app = await serveHere(t);
  const visitor = app.visitor();
  const written = [];
  app.intercept = (_method, call, args) => {
    written.push(JSON.stringify(args));
    return call();
  };
  await startSession(visitor);
  await visitor.get("/");
  assert.ok(written.length > 1);
  assert.ok(!written.join().includes(idIn(visitor.cookie)));
});

test("OPS-11 who reads the log learns no id", async () => {
  const app = await startApp();
  const visitor = app.visitor();
  await startSession(visitor);
  for (const path of ["/", "/nowhere", "/%"]) await visitor.get(path);
  await visitor.post("/reset", { "Sec-Fetch-Site": "cross-site" });
  assert.notEqual(idIn(visitor.cookie), "");
  assert.ok(!app.output().includes(idIn(visitor.cookie)));
});
