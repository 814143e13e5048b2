import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const files = readdirSync("src").filter((name) => name.endsWith(".ts"));
const text = (name: string) => readFileSync(`src/${name}`, "utf8");
const withText = (pattern: RegExp) =>
  files.filter((name) => pattern.test(text(name)));

/** Who may load what: each of these costs time at the start, or is a right that few should have. */
const only: [string, RegExp, string[]][] = [
  ["@inquirer", /from "@inquirer/, ["prompts.ts"]],
  ["programs", /from "cross-spawn"/, ["run-program.ts"]],
  ["the templates", /from "virtual:templates"/, ["templates.ts"]],
  ["readline", /from "node:readline"/, ["accessible.ts"]],
  ["standard output", /writeSync\(stream/, ["output.ts"]],
  [
    "process.stdin and stdout",
    /process\.std(in|out|err)\b(?! costs| is)/,
    ["accessible.ts"],
  ],
  ["signals", /process\.on\(/, ["interrupts.ts"]],
];

describe("rules of the source", () => {
  test.each(only)("only its owner uses %s", (_, pattern, owners) => {
    const users = withText(pattern).filter(
      (name) => name !== "output.ts" || owners.includes(name),
    );
    expect(users).toEqual(owners);
  });

  test("nobody imports cli.ts", () => {
    expect(withText(/from "\.\/cli\.ts"/)).toEqual([]);
  });

  test("nobody calls process.exit or console", () => {
    expect(withText(/process\.exit\b|console\./)).toEqual([]);
  });

  test("heavy parts are loaded only when they are needed", () => {
    const heavy = "prompts|accessible|finish|start|colours|certificate";
    const eager = new RegExp(`^import (?!type)[^;]*"\\./(${heavy})\\.ts"`, "m");
    expect(withText(eager)).toEqual([]);
  });

  test.each(files.filter((name) => name !== "options.ts"))(
    "%s has at most 150 lines",
    (name) => {
      expect(text(name).split("\n").length).toBeLessThanOrEqual(151);
    },
  );
});
