import { describe, expect, test } from "vitest";
import { check } from "./project-in-memory.ts";

const app =
  "const session = require('express-session');\nsession({ secret: 'cat' });";
const start = "const session = require('express-session');\n";
const rulesOf = (files: Readonly<Record<string, string>>) =>
  check(files).findings.map(({ rule }) => rule);

describe("files that cannot be read", () => {
  test.each([
    ["broken", `${start}session({ secret: `],
    ["deeply nested", `${start}${"[\n".repeat(20_000)}${"]\n".repeat(20_000)}`],
    ["huge", "x = 1;\n".repeat(400_000)],
  ])("%s: it is named, and the rest goes on", (_, text) => {
    const { findings, unreadable } = check({ "bad.js": text, "app.js": app });
    expect(unreadable.map(({ file }) => file)).toEqual(["bad.js"]);
    expect(findings.map(({ rule }) => rule)).toContain("secret-hardcoded");
  });
});

describe("values without end", () => {
  test.each([
    [
      "objects in each other",
      "const a = { ...b }; const b = { ...a, ...b }; session(a);",
    ],
    [
      "functions in each other",
      "const f = (x) => g(f(x)); const g = (x) => f(g(x)); session(f(1));",
    ],
    [
      "growth",
      `let o = {};\n${"o = { ...o, a: o, b: o };\n".repeat(500)}session(o);`,
    ],
    [
      "a fan",
      `${Array.from({ length: 60 }, (_, i) => `const f${i} = (x) => c ? f${i + 1}(x) : f${i + 1}([x]);`).join("\n")} session(f0());`,
    ],
  ])("%s", (_, code) => {
    expect(
      check({ "app.js": start + code, "other.js": app }).findings,
    ).not.toEqual([]);
  });

  test("files that import each other", () => {
    const a = `${start}exports.o = require('./b').o; session(exports.o);`;
    const files = {
      "a.js": a,
      "b.js": "exports.o = require('./a').o;",
      "app.js": app,
    };
    expect(rulesOf(files)).toContain("secret-hardcoded");
  });
});

describe("session-check-ignore", () => {
  test("silences a rule on its own line", () => {
    const code = `${start}session({\n secret: 'cat', // session-check-ignore secret-hardcoded a demo\n});`;
    expect(rulesOf({ "app.js": code })).not.toContain("secret-hardcoded");
  });

  test("silences a rule on the line below", () => {
    const code = `${start}session({\n // session-check-ignore secret-hardcoded a demo\n secret: 'cat',\n});`;
    expect(rulesOf({ "app.js": code })).not.toContain("secret-hardcoded");
  });

  test("leaves the other rules", () => {
    const code = `${start}session({\n // session-check-ignore resave a demo\n secret: 'cat',\n});`;
    expect(rulesOf({ "app.js": code })).toContain("secret-hardcoded");
  });
});
