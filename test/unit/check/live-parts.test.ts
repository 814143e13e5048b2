import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  type Exchange,
  parseSetCookie,
} from "../../../src/check/live/exchange.ts";
import { assetOf, hiddenFields } from "../../../src/check/live/html.ts";
import { knownSecrets } from "../../../src/check/live/known-secrets.ts";
import { liveRules } from "../../../src/check/live/live-rules.ts";
import { sessionCookieIn } from "../../../src/check/live/session-cookie.ts";

const uid = "vTqDCfbqDWzCFpJUpTz7gKYvmLBXEJUP";
const signed = (value: string) =>
  encodeURIComponent(
    `s:${value}.${createHmac("sha256", "x").update(value).digest("base64").replace(/=+$/, "")}`,
  );

function nameIn(lines: readonly string[], name?: string) {
  const cookies = lines.flatMap((line) => parseSetCookie(line) ?? []);
  return sessionCookieIn({ cookies }, name)?.name;
}

describe("a Set-Cookie line", () => {
  test("has a name, a value and attributes in any case and order", () => {
    expect(
      parseSetCookie(
        "a.sid=b=c; path=/; HTTPONLY;secure ; SameSite=LAX; Domain=.Shop.example; Expires=Mon, 23 Nov 2026 21:00:00 GMT",
      ),
    ).toEqual({
      name: "a.sid",
      value: "b=c",
      secure: true,
      httpOnly: true,
      sameSite: "lax",
      path: "/",
      domain: "shop.example",
      expires: new Date("2026-11-23T21:00:00Z"),
    });
  });

  test.each([
    "Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60",
  ])("%s: Max-Age wins", (attributes) => {
    const { expires } = parseSetCookie(`a=b; ${attributes}`) ?? {};
    expect(expires?.getTime()).toBeGreaterThan(Date.now() + 50_000);
  });
});

describe("the session cookie", () => {
  test.each<[string, string[], string | undefined]>([
    ["under any name", [`id=${signed(uid)}`], "id"],
    ["not encoded", [`id=${decodeURIComponent(signed(uid))}`], "id"],
    [
      "rather than a signed preference",
      [`theme=${signed("dark")}`, `id=${signed(uid)}`],
      "id",
    ],
    [
      "by its name, whatever the id",
      [`theme=${signed("a".repeat(20))}`, `shop.sid=${signed("7")}`],
      "shop.sid",
    ],
    ["not a signed preference alone", [`theme=${signed("dark")}`], undefined],
    ["not an unsigned value", [`connect.sid=${uid}`], undefined],
    ["not a shorter signature", [`connect.sid=s%3A${uid}.abc`], undefined],
    [
      "not one that is removed",
      ["connect.sid=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"],
      undefined,
    ],
  ])("is known %s", (_title, lines, name) => {
    expect(nameIn(lines)).toBe(name);
  });

  test("is the last of its name", () => {
    const lines = [`id=${signed("a".repeat(32))}`, `id=${signed(uid)}`];
    const cookies = lines.flatMap((line) => parseSetCookie(line) ?? []);
    expect(sessionCookieIn({ cookies })?.id).toBe(uid);
  });

  test("is looked for by name when that is known", () => {
    expect(nameIn([`id=${signed(uid)}`], "other")).toBeUndefined();
  });
});

describe("a page", () => {
  const page = (body: string) =>
    ({
      url: new URL("http://localhost:3000/shop/"),
      headers: { "content-type": "text/html; charset=utf-8" },
      body,
    }) as unknown as Exchange;

  test("gives its hidden fields, with entities and any quotes", () => {
    const body = `<INPUT type="hidden" name="_csrf" value="a&amp;b"><input name='t' type='hidden' value='1'>
      <input type=hidden name=plain value=x><input name="user" value="no"><input type="hidden" value="nameless">`;
    expect(hiddenFields(page(body))).toEqual({
      _csrf: "a&b",
      t: "1",
      plain: "x",
    });
  });

  test.each([
    [
      '<link rel="stylesheet" href="style.css?v=1">',
      "http://localhost:3000/shop/style.css?v=1",
    ],
    ['<script src="/app.js"></script>', "http://localhost:3000/app.js"],
    [
      '<script src="https://cdn.example/app.js"></script><img src="/a.png">',
      "http://localhost:3000/a.png",
    ],
    ['<a href="/delete.css">', undefined],
    ['<link rel="canonical" href="/page"><img src="http://[">', undefined],
  ])("%s: its static file", (body, url) => {
    expect(assetOf(page(body))?.href).toBe(url);
  });
});

test("no known secret stands twice in the list", () => {
  expect(new Set(knownSecrets).size).toBe(knownSecrets.length);
});

test("the rules of a running app have one sentence each", () => {
  for (const { summary } of Object.values(liveRules))
    expect(summary).toMatch(/^[A-Z].*[^.]\.$/);
});
