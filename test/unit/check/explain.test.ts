import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { explained, pageOf } from "../../../src/check/explain.ts";
import { ruleNames, ruleTable } from "../../../src/check/rule-names.ts";

test("every rule has a page, and every page a rule", () => {
  expect([...explained].sort()).toEqual([...ruleNames].sort());
});

test("no id is used twice", () => {
  expect(new Set(ruleNames).size).toBe(ruleNames.length);
});

describe.each(ruleTable)("the page of $id", ({ id, severity }) => {
  const page = pageOf(id);

  test("is the file of its name", () => {
    expect(page).toBe(readFileSync(`docs/rules/${id}.md`, "utf8"));
  });

  test("begins with its name, its severity and the reason in one sentence", () => {
    const [heading, level, reason] = page.split("\n\n");
    expect(heading).toBe(`# ${id}`);
    expect(level).toBe(`Severity: ${severity}`);
    expect(reason?.trim()).toMatch(/^[^#]*[.]$/);
  });

  test("shows what is wrong, what is right, why, by which sources, and how to silence it", () => {
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, text]) => text);
    expect(headings).toEqual([
      "Wrong",
      "Right",
      "Why",
      "Sources",
      "To silence it",
    ]);
    expect(page).toMatch(new RegExp(`ignore ${id}\\b`));
    expect(page).toMatch(/^- \[.+\]\(https:\/\/\S+\)$/m);
  });
});

test("nothing else lies beside the pages", () => {
  const others = readdirSync("docs/rules").filter(
    (file) => !file.endsWith(".md"),
  );
  expect(others).toEqual([]);
});
