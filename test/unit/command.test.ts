import { describe, expect, test } from "vitest";
import { resolveAnswers } from "../../src/answers.ts";
import { equivalentCommand, quoted } from "../../src/command.ts";
import { readFlags } from "../../src/flags.ts";
import { version } from "../../src/version.ts";

describe("equivalentCommand", () => {
  test("pins the version", async () => {
    const command = equivalentCommand("app", await resolveAnswers({}, {}));
    expect(command).toMatch(`npx create-session-app@${version} app `);
  });

  test("gives the same answers when it is read back", async () => {
    const given = { environment: "prod-https", port: 80, git: false } as const;
    const answers = await resolveAnswers(given, { packageManager: "yarn" });
    const words = equivalentCommand("app", answers).split(" ").slice(2);
    const again = await resolveAnswers(readFlags(words).answers, {});
    expect(again).toEqual(answers);
  });

  test("leaves out what happens with the project afterwards", () => {
    const command = equivalentCommand("app", { start: true });
    expect(command).toMatch(/ app --yes$/);
  });

  test("says what to do with files that are in the way", () => {
    const command = equivalentCommand("app", { onConflict: "keep" });
    expect(command).toMatch(/ app --on-conflict keep --yes$/);
  });
});

describe("quoted", () => {
  test.each([
    ["app", "app"],
    ["@scope/pkg", "@scope/pkg"],
    ["my app", "'my app'"],
    ["it's", "'it'\\''s'"],
    ["foo;id", "'foo;id'"],
    ["", "''"],
  ])("%j becomes %s", (word, expected) => {
    expect(quoted(word)).toBe(expected);
  });
});
