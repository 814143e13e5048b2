import { describe, expect, test } from "vitest";
import { packageNameFor, problemWithName } from "../../src/names.ts";

describe("problemWithName", () => {
  test.each([
    "app",
    "My App",
    "Ünï",
    "日本",
    "foo;id",
    ".",
    "..",
    "../x",
    "a/b/c",
    "/abs/path",
    "@scope/pkg",
    "confetti",
    "console.app",
    "x".repeat(255),
  ])("%j is fine", (name) => {
    expect(problemWithName(name)).toBeUndefined();
  });

  test.each([
    "",
    "  ",
    "a\nb",
    "a\u0000b",
    "a\u009bb",
    "a\u200fb",
    "a\u202eb",
    "a\u2066b",
    "-x",
    "node_modules",
    "a/Node_Modules/b",
    "con",
    "NUL.txt",
    "a/com1/b",
    "lpt9 .x",
    "x".repeat(256),
    "é".repeat(128),
    "x/".repeat(2000),
  ])("%j is refused", (name) => {
    expect(problemWithName(name)).toEqual(expect.any(String));
  });
});

test("a control character is spelt out where it is refused", () => {
  expect(problemWithName("a\u202eb")).toContain('"a\\u202eb" has a control');
});

describe("packageNameFor", () => {
  test.each([
    ["/w/app", "app"],
    ["/w/My App", "my-app"],
    ["/w/Crème Brûlée", "creme-brulee"],
    ["/w/foo;id", "foo-id"],
    ["/w/.hidden", "hidden"],
    ["/w/_x_", "x"],
    ["/w/日本", "session-app"],
    ["/", "session-app"],
    ["/w/@scope/pkg", "@scope/pkg"],
    ["/w/@Scope!/My Pkg", "@scope/my-pkg"],
    ["/w/fs", "fs-app"],
    ["/w/favicon.ico", "favicon.ico-app"],
    ["/w/v1.2", "v1.2"],
  ])("%s is %s", (path, name) => {
    expect(packageNameFor(path)).toBe(name);
  });

  test("is never longer than npm allows", () => {
    expect(packageNameFor(`/w/${"x".repeat(255)}`)).toHaveLength(214);
  });
});
