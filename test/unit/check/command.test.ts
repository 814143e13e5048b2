import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isUrl, readCheckFlags } from "../../../src/check/flags.ts";
import { checkHelp } from "../../../src/check/help.ts";
import { checkOptionNames } from "../../../src/check/options.ts";
import { knownRule } from "../../../src/check/selection.ts";
import { refuseSwallowedCheckFlags } from "../../../src/check/swallowed-flags.ts";
import { UserError } from "../../../src/errors.ts";
import { flagOf } from "../../../src/spelling.ts";

describe("flags", () => {
  test("the current folder, as text, is the default", () => {
    expect(readCheckFlags([])).toMatchObject({
      target: ".",
      format: "text",
      minSeverity: undefined,
      rules: [],
      ignored: [],
      fix: false,
      yes: false,
    });
  });

  test("rules are lists and repeated flags", () => {
    const flags = readCheckFlags([
      ...["--rule", "a,b", "--rule=c", "x"],
      ...["--ignore", "d, e,"],
    ]);
    expect(flags).toMatchObject({
      target: "x",
      rules: ["a", "b", "c"],
      ignored: ["d", "e"],
    });
  });

  test("fields of a form keep what stands behind the first =", () => {
    const words = ["http://localhost", "--login-url", "/in"];
    const fields = ["--form", "user=a", "--form", "password=b=c"];
    const { form, loginUrl } = readCheckFlags([...words, ...fields]);
    expect({ form, loginUrl }).toEqual({
      form: { user: "a", password: "b=c" },
      loginUrl: "/in",
    });
  });

  test.each([
    ["http://localhost:3000", true],
    ["HTTPS://example.com", true],
    ["ftp://x", true],
    ["localhost:3000", false],
    ["./http:", false],
    ["C:\\app", false],
  ])("whether %s is a URL: %s", (target, expected) => {
    expect(isUrl(target)).toBe(expected);
  });

  const wrong: [string, string[], string][] = [
    ["an unknown flag", ["--frmat", "json"], "Did you mean --format?"],
    ["an unknown short flag", ["-x"], "check has no option -x"],
    ["a flag of the main command", ["--store", "redis"], "./check"],
    ["an unknown format", ["--format", "jsn"], "Did you mean json?"],
    ["an unknown severity", ["--min-severity", "warn"], "warning"],
    ["a missing value", ["--format"], "--format needs a value"],
    ["a flag in place of a value", ["--rule", "--fix"], "--rule needs a value"],
    ["a value too many", ["--fix=yes"], "--fix takes no value"],
    ["two folders", ["a", "b"], "a, b"],
    ["a field without value", ["http://x", "--form", "user"], "user=alice"],
    ["a login at a folder", ["app", "--login-url", "/in"], "app is a folder"],
    ["--fix at a URL", ["http://x", "--fix"], "--fix changes files"],
  ];
  test.each(wrong)("%s is wrong usage", (_, argv, told) => {
    const error = failureOf(() => readCheckFlags(argv));
    expect(error.outcome).toBe("usage");
    expect(`${error.message} ${error.hint}`).toContain(told);
  });

  test("the help names every flag", () => {
    const missing = checkOptionNames.filter(
      (name) => !checkHelp().includes(flagOf(name)),
    );
    expect(missing).toEqual([]);
  });

  test("no line of the help is too long for a terminal", () => {
    const long = checkHelp()
      .split("\n")
      .filter((line) => line.length > 90);
    expect(long).toEqual([]);
  });
});

test("nothing of check is loaded to create an app", () => {
  const users = readdirSync("src").filter(
    (name) =>
      name.endsWith(".ts") &&
      /^import[^;]*"\.\/check\//m.test(readFileSync(`src/${name}`, "utf8")),
  );
  expect(users).toEqual([]);
});

test("an unknown rule is answered with the nearest", () => {
  const error = failureOf(() => knownRule("resve", ["resave", "secret"]));
  expect(error).toMatchObject({ outcome: "usage", code: "unknown-rule" });
  expect(error.hint).toContain("Did you mean resave?");
});

describe("flags that npm swallowed", () => {
  const npm = { npm_config_user_agent: "npm/11.0.0", npm_command: "init" };

  test("are noticed", () => {
    const error = failureOf(() =>
      refuseSwallowedCheckFlags([".", "json"], {
        ...npm,
        npm_config_format: "true",
      }),
    );
    expect(error).toMatchObject({ outcome: "usage" });
    expect(error.hint).toContain("npm create session-app check -- . --format");
  });

  test.each([
    ["without npm", { npm_config_format: "true" }],
    ["npm's own --yes", { ...npm, npm_config_yes: "true" }],
    ["what was given as well", { ...npm, npm_config_fix: "true" }],
  ])("are not seen in %s", (_, environment) => {
    expect(() =>
      refuseSwallowedCheckFlags(["--fix"], environment),
    ).not.toThrow();
  });
});

function failureOf(run: () => unknown): UserError {
  try {
    run();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
