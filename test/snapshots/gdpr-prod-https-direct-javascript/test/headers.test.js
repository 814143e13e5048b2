import assert from "node:assert/strict";
import { test } from "node:test";
import { startApp } from "./running-app.js";

const app = await startApp();
const { headers } = await app.visitor().get("/");

test("HEADERS-1 no plugin, no other base, in nobody's frame", () => {
  const policy = headers["content-security-policy"]?.toString().split("; ") ?? [];
  for (const rule of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
    assert.ok(policy.includes(rule), rule);
  }
});

test("HEADERS-2 a file is what its type says", () => {
  assert.equal(headers["x-content-type-options"], "nosniff");
});

test("HEADERS-3 our own forms name their Origin, links to others do not name the page", () => {
  assert.equal(headers["referrer-policy"], "same-origin");
});

test("HEADERS-4 windows of other sites get no hold of ours", () => {
  assert.equal(headers["cross-origin-opener-policy"], "same-origin");
});

test("HEADERS-5 error pages and static files are no exception", async () => {
  for (const path of ["/nowhere", "/assets/style.css"]) {
    const answer = await app.visitor().get(path);
    assert.equal(answer.headers["x-content-type-options"], "nosniff", path);
  }
});

test("HEADERS-6 nobody learns what the app is made with", () => {
  assert.equal(headers["x-powered-by"], undefined);
});
