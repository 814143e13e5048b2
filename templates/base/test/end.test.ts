import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { test } from "node:test";
import { newBackend, serveHere } from "./app-here.js";
import { startApp } from "./running-app.js";
import { startSession } from "./start-session.js";

const app = await startApp();

test("END-1 after a reset the old cookie is worthless", async () => {
  const visitor = app.visitor();
  await startSession(visitor);
  await visitor.get("/");
  const thief = app.visitor(visitor.cookie);
  await visitor.post("/reset");
  assert.equal((await thief.get("/")).views, 1);
});

test("END-2 the cookie is cleared with the attributes it was set with", async () => {
  const visitor = app.visitor();
  const { setCookie } = await startSession(visitor);
  const { setCookie: cleared } = await visitor.post("/reset");
  const attributes = cleared.split("; ").filter((part) => !part.startsWith("Expires="));
  assert.match(cleared, /; Expires=Thu, 01 Jan 1970/);
  assert.deepEqual(attributes.slice(1).sort(), setCookie.split("; ").slice(1).sort());
  assert.equal(attributes[0], `${setCookie.split("=")[0]}=`);
});

test("END-3 a reset leads to the first page", async () => {
  const { status, headers } = await app.visitor().post("/reset");
  assert.deepEqual([status, headers.location], [303, "/"]);
});

test(
  "END-4 a slower request of the same session does not bring it back",
  { timeout: 10_000 },
  async (t) => {
    const backend = newBackend();
    const [quick, slow] = [await serveHere(t, backend), await serveHere(t, backend)];
    const visitor = quick.visitor();
    await startSession(visitor);
    const sameVisitor = slow.visitor(visitor.cookie);

    const progress = new EventEmitter();
    slow.intercept = async (method, call) => {
      if (method === "update") {
        progress.emit("is about to save");
        await once(progress, "session has ended");
      }
      return call();
    };
    const slowRequest = sameVisitor.get("/");
    await once(progress, "is about to save");
    await visitor.post("/reset");
    progress.emit("session has ended");
    await slowRequest;
    assert.equal((await sameVisitor.get("/")).views, 1);
  },
);

test("END-5 a reset that failed is not reported as success", async (t) => {
  const app = await serveHere(t);
  const visitor = app.visitor();
  await startSession(visitor);
  app.intercept = (method, call) =>
    method === "remove" ? Promise.reject(new Error("no connection")) : call();
  const { status, setCookie } = await visitor.post("/reset");
  assert.deepEqual({ status, setCookie }, { status: 503, setCookie: "" });
});
