import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { newSecret, startApp } from "./running-app.js";
import { startSession } from "./start-session.js";
import { idIn } from "./visitor.js";

const [oldSecret, secret] = [newSecret(), newSecret()];
const app = await startApp({ SESSION_SECRET: `${secret},${oldSecret}` });

const victim = app.visitor();
await startSession(victim);
const id = idIn(victim.cookie);
const [name] = victim.cookie.split("=");

test("TOKEN-1 an id has 128 random bits or more", () => {
  assert.match(id, /^[\w-]+$/); // 6 bits in each character
  assert.ok(id.length * 6 >= 128);
});

test("TOKEN-2 no two visitors get the same id", async () => {
  const visitors = Array.from({ length: 50 }, () => app.visitor());
  await Promise.all(visitors.map(startSession));
  assert.equal(new Set(visitors.map(({ cookie }) => idIn(cookie))).size, 50);
});

test("TOKEN-3 a tampered id is not adopted", async () => {
  const other = (id.startsWith("a") ? "b" : "a") + id.slice(1);
  await assertNotAdopted(other, victim.cookie.replace(id, other));
});

test("TOKEN-4 an unsigned id is not adopted", async () => {
  await assertNotAdopted(id, `${name}=${id}`);
});

test("TOKEN-5 an id that is signed with another secret is not adopted", async () => {
  await assertNotAdopted(id, signed(id, newSecret()));
});

test("TOKEN-6 an unknown id is not adopted, even when it is signed", async () => {
  const unknown = "unknown-unknown-unknown-unknown-";
  await assertNotAdopted(unknown, signed(unknown, secret));
});

test("TOKEN-7 a malformed cookie is no error", async () => {
  const values = [
    "",
    "s:",
    "s%3A.",
    "%E0%A4%A",
    "'; --",
    "\u00ff",
    "a".repeat(8_000),
    "s:__proto__.",
  ];
  for (const value of values) {
    const { status } = await app.visitor(`${name}=${value}`).get("/");
    assert.equal(status, 200, value);
  }
});

test("TOKEN-8 a cookie that was signed with the old secret still counts", async () => {
  const visitor = app.visitor();
  await startSession(visitor);
  visitor.cookie = signed(idIn(visitor.cookie), oldSecret);
  assert.equal((await visitor.get("/")).views, 2);
});

test("TOKEN-9 an id counts nowhere but in the cookie", async () => {
  const value = victim.cookie.slice(name.length + 1);
  const headers = { Authorization: `Bearer ${value}`, "X-Session-Id": id, [name]: value };
  const { views } = await app.visitor().get(`/?${name}=${value}&sid=${id}`, headers);
  assert.equal(views, 1);
});

test("TOKEN-10 the id is on no page, and in no header but Set-Cookie", async () => {
  for (const path of ["/", "/session", "/privacy", "/nowhere"]) {
    assert.ok(!JSON.stringify(await victim.get(path)).includes(id), path);
  }
});

function signed(id: string, secret: string): string {
  const signature = createHmac("sha256", secret).update(id).digest("base64").replace(/=+$/, "");
  return `${name}=${encodeURIComponent(`s:${id}.${signature}`)}`;
}

async function assertNotAdopted(id: string, cookie: string): Promise<void> {
  const intruder = app.visitor(cookie);
  assert.equal((await intruder.get("/")).views, 1);
  await startSession(intruder);
  assert.notEqual(idIn(intruder.cookie), "");
  assert.notEqual(idIn(intruder.cookie), id);
}
